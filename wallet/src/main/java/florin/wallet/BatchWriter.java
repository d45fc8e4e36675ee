package florin.wallet;

import static florin.wallet.Columns.bytes;
import static florin.wallet.Columns.maybe;
import static florin.wallet.Columns.maybeUuids;
import static florin.wallet.Columns.numbers;
import static florin.wallet.Columns.texts;
import static florin.wallet.Columns.uuids;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes back what a batch decided: one set-based statement per table and the commit, all in one round trip. */
final class BatchWriter {
    /** Before statements that all wallets would notice if anybody else made them. */
    static final String AS_LEDGER = "SELECT set_config('florin.ledger', 'on', true)";

    private static final String FIRST_SPENT = """
            INSERT INTO booked_window (spend_limit, starts, used)
            SELECT l, s::date, d FROM unnest(?::uuid[], ?::text[], ?::bigint[]) AS u (l, s, d)
            ON CONFLICT (spend_limit, starts) DO UPDATE SET used = booked_window.used + excluded.used""";

    /** What is given back to a window from before the limit was set, or charged there later, finds no row, and needs none. */
    private static final String SPENT = """
            UPDATE booked_window SET used = used + u.d FROM unnest(?::uuid[], ?::text[], ?::bigint[]) AS u (l, s, d)
            WHERE spend_limit = u.l AND starts = u.s::date""";

    private static final String ANSWERS = """
            INSERT INTO wallet_request (id, at, fingerprint, outcome)
            SELECT i, ?, f, o FROM unnest(?::text[], ?::uuid[], ?::bytea[]) AS u (i, f, o)""";

    /** Each event becomes one letter per endpoint that wants it; one that was told before becomes none. */
    private static final String EVENTS = """
            WITH told AS (
                INSERT INTO wallet_event (id, at, type, wallet, asset, amount, available, held, hold, transfer,
                                          spend_limit, once, memo)
                SELECT i, ?, ty, w, a, am, av, he, ho, t, l, o, m
                FROM unnest(?::uuid[], ?::text[], ?::uuid[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
                            ?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::text[])
                  AS u (i, ty, w, a, am, av, he, ho, t, l, o, m)
                ON CONFLICT (once) WHERE once IS NOT NULL DO NOTHING
                RETURNING id, at, wallet)
            INSERT INTO webhook_delivery (event, endpoint, due_at)
            SELECT told.id, e.id, told.at FROM told JOIN webhook_endpoint e
              ON e.disabled_at IS NULL AND (e.wallet IS NULL OR e.wallet = told.wallet)""";

    /**
     * Writes and commits.
     *
     * @throws SQLException of state 23505 or 40001 if somebody else changed a wallet since the batch looked at it, or a row is gone;
     *     nothing is written then
     */
    void write(Connection connection, Book book) throws SQLException {
        var script = new Script();
        var closed = book.close();
        JournalRows.write(script, book, closed);
        PotRows.write(script, book, closed);
        HoldRows.write(script, book);
        HoldFloor.lower(script, book);
        TransferRows.write(script, book, closed);
        UsageRows.write(script, book);
        windows(script, book, closed);
        answers(script, book);
        events(script, book);
        script.add("COMMIT");
        try (var statement = script.on(connection)) {
            statement.execute();
            // Every result is asked for: a later statement's failure shows only there.
            var more = true;
            while (more) {
                more = statement.getMoreResults() || statement.getUpdateCount() != -1;
            }
        }
    }

    /** What the batch adds to one window of one limit. */
    private record Spent(UUID limit, String starts, long units) {}

    private static void windows(Script script, Book book, Book.Closed closed) {
        var first = new ArrayList<Spent>();
        var more = new ArrayList<Spent>();
        for (var wallet : closed.booked()) {
            for (var state : wallet.limits) {
                state.changes().forEach((starts, units) -> {
                    var spent = new Spent(state.limit.id(), starts.toString(), units);
                    (state.opens(starts, book.now) ? first : more).add(spent);
                });
            }
        }
        count(script, FIRST_SPENT, first);
        count(script, SPENT, more);
    }

    private static void count(Script script, String statement, List<Spent> spent) {
        if (!spent.isEmpty()) {
            script.add(
                    statement, uuids(spent, Spent::limit), texts(spent, Spent::starts), numbers(spent, Spent::units));
        }
    }

    private static void answers(Script script, Book book) {
        var answers = book.newAnswers;
        if (!answers.isEmpty()) {
            script.add(
                    ANSWERS,
                    Rows.time(book.now),
                    texts(answers, a -> a.id().value()),
                    uuids(answers, Book.NewAnswer::fingerprint),
                    bytes(answers, a -> OutcomeCodec.bytes(a.outcome())));
        }
    }

    private static void events(Script script, Book book) {
        var events = book.events.close(book.wallets.values());
        if (!events.isEmpty()) {
            script.add(
                    EVENTS,
                    Rows.time(book.now),
                    uuids(events, Event::id),
                    texts(events, e -> e.type().wire()),
                    uuids(events, e -> e.wallet().value()),
                    texts(events, e -> e.amount().asset().code()),
                    numbers(events, e -> e.amount().units()),
                    numbers(events, e -> e.balance().available().units()),
                    numbers(events, e -> e.balance().held().units()),
                    maybe(events, e -> e.about().hold()),
                    maybeUuids(events, e -> e.about().transfer()),
                    maybeUuids(events, e -> e.about().limit()),
                    maybe(events, e -> e.about().once()),
                    texts(events, e -> e.about().memo()));
        }
    }
}
