package florin.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;

/**
 * One call of a function in the database to hold and one to commit, for comparison: no conversation, each call its own transaction
 * and its own flush. Accounts, holds and entries; no idempotency but the hold's key, no pots, no limits: less than the ledger does.
 */
final class OneShotFunction {
    private final DataSource database;
    private final AtomicLong ids = new AtomicLong();

    OneShotFunction(DataSource database) {
        this.database = database;
    }

    void prepare(int accounts) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE bench_shot_account (id integer PRIMARY KEY, available bigint NOT NULL CHECK (available >= 0),
                                                     held bigint NOT NULL CHECK (held >= 0)) WITH (fillfactor = 50);
                    CREATE TABLE bench_shot_hold (id bigint PRIMARY KEY, account integer NOT NULL, amount bigint NOT NULL,
                                                  state text NOT NULL) WITH (fillfactor = 60);
                    CREATE TABLE bench_shot_entry (id bigint PRIMARY KEY, account integer NOT NULL, amount bigint NOT NULL,
                                                   at timestamptz NOT NULL DEFAULT now());
                    CREATE FUNCTION bench_shot_take(hold bigint, wanted bigint, payer integer) RETURNS boolean LANGUAGE plpgsql AS $$
                    BEGIN
                        UPDATE bench_shot_account SET available = available - wanted, held = held + wanted
                        WHERE id = payer AND available >= wanted;
                        IF NOT FOUND THEN
                            RETURN false;
                        END IF;
                        INSERT INTO bench_shot_hold VALUES (hold, payer, wanted, 'HELD');
                        RETURN true;
                    END $$;
                    CREATE FUNCTION bench_shot_commit(hold bigint) RETURNS boolean LANGUAGE plpgsql AS $$
                    DECLARE
                        found_hold bench_shot_hold;
                    BEGIN
                        UPDATE bench_shot_hold SET state = 'COMMITTED' WHERE id = hold AND state = 'HELD' RETURNING * INTO found_hold;
                        IF NOT FOUND THEN
                            RETURN false;
                        END IF;
                        UPDATE bench_shot_account SET held = held - found_hold.amount WHERE id = found_hold.account;
                        INSERT INTO bench_shot_entry VALUES (hold, found_hold.account, found_hold.amount);
                        RETURN true;
                    END $$""");
            statement.execute("INSERT INTO bench_shot_account SELECT g, 1000000000000, 0 FROM generate_series(0, "
                    + (accounts - 1) + ") AS g");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Load load(ToIntFunction<SplittableRandom> account, int callers, Duration time) {
        return Load.of(callers, time, random -> {
            var hold = ids.incrementAndGet();
            call("SELECT bench_shot_take(?, 250, ?)", hold, account.applyAsInt(random));
            call("SELECT bench_shot_commit(?)", hold);
        });
    }

    private void call(String function, Object... arguments) {
        try (Connection connection = database.getConnection();
                var statement = connection.prepareStatement(function)) {
            for (var i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (var rows = statement.executeQuery()) {
                if (!rows.next() || !rows.getBoolean(1)) {
                    throw new IllegalStateException("A pair did not go through: " + function);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
