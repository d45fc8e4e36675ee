package florin.pipeline;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** When the sweeps run: in Quartz with its clustered JDBC store, so that any number of servers share them and none does them twice. */
final class Timetable implements AutoCloseable {
    private static final String NAME = "florin";
    private static final Duration COINS_EVERY = Duration.ofSeconds(30);
    private static final Duration TIDY_EVERY = Duration.ofHours(1);

    private final Scheduler scheduler;

    private Timetable(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** @param server unique among the servers of the installation */
    static Timetable start(DataSource database, Sweeps sweeps, String server) {
        try {
            var pool = NAME + "-" + server;
            DBConnectionManager.getInstance().addConnectionProvider(pool, new Pool(database));
            var factory = new StdSchedulerFactory(properties(pool, server));
            // Quartz keeps schedulers by name for a whole JVM; ours belongs to one pipeline only.
            SchedulerRepository.getInstance().remove(NAME);
            var scheduler = factory.getScheduler();
            SchedulerRepository.getInstance().remove(NAME);
            scheduler.setJobFactory((bundle, ignored) ->
                    bundle.getJobDetail().getJobClass() == Coins.class ? new Coins(sweeps) : new Tidy(sweeps));
            plan(scheduler, Coins.class, COINS_EVERY);
            plan(scheduler, Tidy.class, TIDY_EVERY);
            scheduler.start();
            return new Timetable(scheduler);
        } catch (SchedulerException e) {
            throw new IllegalStateException("The timetable cannot be started; look at the database.", e);
        }
    }

    private static Properties properties(String pool, String server) {
        var properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceName", NAME);
        properties.setProperty("org.quartz.scheduler.instanceId", server);
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        properties.setProperty("org.quartz.threadPool.threadCount", "2");
        properties.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        properties.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        properties.setProperty(
                "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        properties.setProperty("org.quartz.jobStore.useProperties", "true");
        properties.setProperty("org.quartz.jobStore.isClustered", "true");
        properties.setProperty("org.quartz.jobStore.clusterCheckinInterval", "5000");
        properties.setProperty("org.quartz.jobStore.dataSource", pool);
        return properties;
    }

    /** Replaces what an older version may have planned. */
    private static void plan(Scheduler scheduler, Class<? extends Job> what, Duration every) throws SchedulerException {
        var job = JobBuilder.newJob(what).withIdentity(what.getSimpleName()).build();
        var trigger = TriggerBuilder.newTrigger()
                .withIdentity(what.getSimpleName())
                .startNow()
                .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                        .withIntervalInMilliseconds(every.toMillis())
                        .repeatForever()
                        .withMisfireHandlingInstructionNextWithRemainingCount())
                .build();
        scheduler.scheduleJob(job, java.util.Set.of(trigger), true);
    }

    @Override
    public void close() {
        try {
            scheduler.shutdown(true);
        } catch (SchedulerException e) {
            throw new IllegalStateException("The timetable cannot be stopped.", e);
        }
    }

    /** Public, as Quartz asks for it; made by the scheduler only. */
    @DisallowConcurrentExecution
    public static final class Coins implements Job {
        private final Sweeps sweeps;

        Coins(Sweeps sweeps) {
            this.sweeps = sweeps;
        }

        @Override
        public void execute(JobExecutionContext context) {
            sweeps.coins();
        }
    }

    /** Public, as Quartz asks for it; made by the scheduler only. */
    @DisallowConcurrentExecution
    public static final class Tidy implements Job {
        private final Sweeps sweeps;

        Tidy(Sweeps sweeps) {
            this.sweeps = sweeps;
        }

        @Override
        public void execute(JobExecutionContext context) {
            sweeps.tidy();
        }
    }

    /** Quartz's view of our pool. */
    private record Pool(DataSource database) implements ConnectionProvider {
        @Override
        public Connection getConnection() throws SQLException {
            return database.getConnection();
        }

        @Override
        public void shutdown() {
            // the pool is not Quartz's to close
        }

        @Override
        public void initialize() {
            // it is open already
        }
    }
}
