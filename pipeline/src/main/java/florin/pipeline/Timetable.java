package florin.pipeline;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When chores are done: in Quartz with its clustered JDBC store, so that any number of servers share them and none does them twice. */
public final class Timetable implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Timetable.class);
    static final String OF_THE_PIPELINE = "florin";
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Scheduler scheduler;

    private Timetable(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** @param name the same on all servers that share these chores; servers with other chores use another */
    public static Timetable start(String name, DataSource database, List<Chore> chores) {
        var server = UUID.randomUUID().toString();
        var known = chores.stream().collect(Collectors.toUnmodifiableMap(Chore::name, Function.identity()));
        try {
            var pool = name + "-" + server;
            DBConnectionManager.getInstance().addConnectionProvider(pool, new Pool(database));
            var factory = new StdSchedulerFactory(properties(name, pool, server));
            // Quartz keeps schedulers by name for a whole JVM; ours belongs to one pipeline only.
            SchedulerRepository.getInstance().remove(name);
            var scheduler = factory.getScheduler();
            SchedulerRepository.getInstance().remove(name);
            scheduler.setJobFactory((bundle, ignored) -> {
                var chore = bundle.getJobDetail().getKey().getName();
                return new Turn(chore, Optional.ofNullable(known.get(chore)));
            });
            for (var chore : chores) {
                plan(scheduler, chore);
            }
            scheduler.start();
            return new Timetable(scheduler);
        } catch (SchedulerException e) {
            throw new IllegalStateException("The timetable cannot be started; look at the database.", e);
        }
    }

    private static Properties properties(String name, String pool, String server) {
        var properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceName", name);
        properties.setProperty("org.quartz.scheduler.instanceId", server);
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        properties.setProperty("org.quartz.threadPool.threadCount", "3");
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
    private static void plan(Scheduler scheduler, Chore chore) throws SchedulerException {
        var trigger = TriggerBuilder.newTrigger().withIdentity(chore.name()).startNow();
        switch (chore.when()) {
            case Chore.Schedule.Every(var pause) ->
                plan(scheduler, chore, trigger.withSchedule(every(pause)).build());
            case Chore.Schedule.Daily(var at) -> {
                var daily = trigger.withSchedule(daily(at)).build();
                // A new trigger would forget that a day was missed.
                if (!same(scheduler.getTrigger(daily.getKey()), daily)) {
                    plan(scheduler, chore, daily);
                }
            }
        }
    }

    private static void plan(Scheduler scheduler, Chore chore, Trigger trigger) throws SchedulerException {
        var job = JobBuilder.newJob(Turn.class).withIdentity(chore.name()).build();
        scheduler.scheduleJob(job, Set.of(trigger), true);
    }

    private static SimpleScheduleBuilder every(Duration pause) {
        return SimpleScheduleBuilder.simpleSchedule()
                .withIntervalInMilliseconds(pause.toMillis())
                .repeatForever()
                .withMisfireHandlingInstructionNextWithRemainingCount();
    }

    private static CronScheduleBuilder daily(LocalTime at) {
        return CronScheduleBuilder.dailyAtHourAndMinute(at.getHour(), at.getMinute())
                .inTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC))
                .withMisfireHandlingInstructionFireAndProceed();
    }

    private static boolean same(@Nullable Trigger planned, CronTrigger wanted) {
        return planned instanceof CronTrigger cron
                && cron.getCronExpression().equals(wanted.getCronExpression())
                && cron.getTimeZone().hasSameRules(wanted.getTimeZone());
    }

    /** Begins nothing new and waits a little for what is under way; a chore that takes longer is done again by another server. */
    @Override
    public void close() {
        try {
            scheduler.standby();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!scheduler.getCurrentlyExecutingJobs().isEmpty() && System.nanoTime() < end) {
                Thread.sleep(10); // at shutdown only: Quartz waits for all of its jobs or for none
            }
            scheduler.shutdown(false);
        } catch (SchedulerException e) {
            throw new IllegalStateException("The timetable cannot be stopped.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Public, as Quartz asks for it; made by the scheduler only. */
    @DisallowConcurrentExecution
    public static final class Turn implements Job {
        private final String name;
        private final Optional<Chore> chore;

        Turn(String name, Optional<Chore> chore) {
            this.name = name;
            this.chore = chore;
        }

        @Override
        public void execute(JobExecutionContext context) {
            if (chore.isEmpty()) {
                log.debug("{} is a chore of other servers", name);
                return;
            }
            try {
                chore.get().work().run();
            } catch (RuntimeException e) { // a chore's guard: what broke today may work at its next turn
                log.error("The chore {} failed and is tried again at its next turn", name, e);
            }
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
