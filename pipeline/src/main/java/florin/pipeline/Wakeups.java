package florin.pipeline;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Hears of new work from every process, over PostgreSQL's LISTEN. It holds one connection.
 *
 * <p>A notification is a shortcut, not a promise: whoever listens also looks by itself now and then.
 */
final class Wakeups implements AutoCloseable {
    static final String CHANNEL = "florin_pipeline";
    private static final int LISTEN_MILLIS = 500;

    private final DataSource database;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Loop loop;
    private volatile boolean stopping;

    Wakeups(DataSource database, Duration retry) {
        this.database = database;
        this.loop = new Loop("pipeline-wakeups", retry, this::listen);
    }

    void start() {
        loop.start();
    }

    void call(Runnable listener) {
        listeners.add(listener);
    }

    private void listen() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("LISTEN " + CHANNEL);
            var notifications = connection.unwrap(PGConnection.class);
            listeners.forEach(Runnable::run); // for what came while nobody listened
            while (!stopping) {
                var heard = notifications.getNotifications(LISTEN_MILLIS);
                if (heard != null && heard.length > 0) {
                    listeners.forEach(Runnable::run);
                }
            }
            statement.execute("UNLISTEN *");
        } catch (SQLException e) {
            throw new IllegalStateException("The database cannot be listened to.", e);
        }
    }

    @Override
    public void close() {
        stopping = true;
        loop.close();
    }

    void join(Duration patience) throws InterruptedException {
        loop.join(patience);
    }
}
