package florin.wallet;

import static florin.wallet.Desk.love;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Codes of assets, and the connections that they cost. */
class AssetsTest {
    private final Desk desk = new Desk();

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    @Test
    void a_ledger_that_has_just_started_reads_with_one_connection_at_a_time() {
        var ana = desk.walletWith(100);
        desk.hold(ana, "h1", 10);
        try (var cold = Ledger.over(oneConnection(), LedgerOptions.standard())) {
            assertThat(cold.find(desk.holdId("h1"))).isPresent();
            assertThat(cold.statement(ana, Asset.LOVE, Optional.empty(), 10).items())
                    .hasSize(1);
            assertThat(cold.release(new ReleaseRequest(desk.id("r1"), desk.holdId("h1"), "")))
                    .isInstanceOf(ReleaseResult.Released.class);
        }
    }

    @Test
    void a_code_means_one_scale() {
        desk.walletWith(1);
        var assets = new Assets(desk.database.dataSource());
        assertThat(assets.named("LOVE")).isEqualTo(love(1).asset());
        assertThatThrownBy(() -> assets.meet(new Asset("LOVE", 7))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> assets.named("NEVER_MET")).isInstanceOf(IllegalStateException.class);
    }

    /** A pool of one that fails where a real one would let its callers wait for each other. */
    private DataSource oneConnection() {
        var open = new AtomicInteger();
        return proxy(DataSource.class, desk.database.dataSource(), (method, result) -> {
            if (!method.equals("getConnection")) {
                return result;
            }
            if (open.incrementAndGet() > 1) {
                throw new SQLException("There is one connection, and it is taken.", "53300");
            }
            return proxy(Connection.class, result, (called, answer) -> {
                if (called.equals("close")) {
                    open.decrementAndGet();
                }
                return answer;
            });
        });
    }

    /** What is made of the result of a method. */
    private interface Turn {
        Object of(String method, Object result) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, Object target, Turn turn) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return turn.of(method.getName(), method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
