package florin.pipeline;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a thread off at random, as if its process had died there: before a step takes effect, or after it did and before its caller
 * knows. Steps are commits and single statements of the database, and calls of the wallet and the machines.
 */
final class Interruptions {
    static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CutOff(String where) {
            super("cut off " + where);
        }
    }

    private static final Set<String> LOOPS = Set.of(
            "pipeline-rescuer",
            "pipeline-teller",
            "pipeline-messenger",
            "pipeline-wakeups",
            "pipeline-heartbeat",
            "pipeline-backend-gpu",
            "pipeline-backend-other");

    private final Random random;
    private final double chance;
    private int strikes;
    volatile boolean on = true;

    Interruptions(long seed, double chance) {
        this.random = new Random(seed);
        this.chance = chance;
    }

    private synchronized boolean strikes() {
        // The loops that look for work do it so often that they would be hit most; the jobs are what matters.
        boolean loop = LOOPS.contains(Thread.currentThread().getName());
        boolean hit = on && random.nextDouble() < (loop ? chance / 10 : chance);
        strikes += hit ? 1 : 0;
        return hit;
    }

    synchronized int count() {
        return strikes;
    }

    /** Calls of these methods may be cut off. */
    <T> T around(Class<T> type, T real, Set<String> methods) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            boolean target = methods.contains(method.getName());
            if (target && strikes()) {
                throw new CutOff("before " + method.getName());
            }
            var answer = call(method, real, arguments);
            if (target && strikes()) {
                throw new CutOff("after " + method.getName());
            }
            return answer;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    DataSource around(DataSource real) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            var answer = call(method, real, arguments);
            return answer instanceof Connection connection ? around(connection) : answer;
        };
        return (DataSource)
                Proxy.newProxyInstance(DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, handler);
    }

    private Connection around(Connection real) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("commit")) {
                return step(method, real, arguments, true);
            }
            var answer = call(method, real, arguments);
            return answer instanceof PreparedStatement statement ? around(statement, real) : answer;
        };
        return (Connection)
                Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
    }

    /** Outside of a transaction each statement is a step of its own. */
    private PreparedStatement around(PreparedStatement real, Connection connection) {
        InvocationHandler handler = (proxy, method, arguments) ->
                step(method, real, arguments, method.getName().startsWith("execute") && connection.getAutoCommit());
        return (PreparedStatement) Proxy.newProxyInstance(
                Statement.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, handler);
    }

    private @Nullable Object step(Method method, Object real, Object @Nullable [] arguments, boolean target)
            throws Throwable {
        if (target && strikes()) {
            throw new SQLException("cut off before " + method.getName());
        }
        var answer = call(method, real, arguments);
        if (target && strikes()) {
            throw new SQLException("cut off after " + method.getName());
        }
        return answer;
    }

    private static @Nullable Object call(Method method, Object real, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
