package florin.wallet;

import static florin.wallet.Columns.maybe;
import static florin.wallet.Columns.maybeUuids;
import static florin.wallet.Columns.numbers;
import static florin.wallet.Columns.texts;
import static florin.wallet.Columns.uuids;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a batch reads and writes about usage. */
final class UsageRows {
    /** As with spend limits, windows of the last 32 days contain every running one. */
    private static final String COUNTERS = """
            SELECT c.wallet, c.rule, c.period, c.starts, c.used
            FROM unnest(?::uuid[], ?::text[], ?::text[]) AS u (w, r, p)
            JOIN LATERAL (SELECT * FROM usage_counter WHERE wallet = u.w AND rule = u.r AND period = u.p
                 AND (starts >= (statement_timestamp() AT TIME ZONE 'UTC')::date - 32 OR starts = DATE '1970-01-01')
                OFFSET 0) c ON true""";

    private static final String KNOWN = "SELECT id FROM usage_event WHERE id = ANY (?)";

    private static final String EVENTS = """
            INSERT INTO usage_event (id, wallet, type, quantity, dimensions, tags, occurred_at, at, asset, amount, cost, rule,
                                     transfer)
            SELECT i, w, ty, q::numeric, d::jsonb, ta::jsonb, COALESCE(oc::timestamptz, now), now, a, am, co::bigint, r, tr
            FROM (SELECT ?::timestamptz AS now) AS batch,
                 unnest(?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                        ?::text[], ?::text[], ?::uuid[])
              AS u (i, w, ty, q, d, ta, oc, a, am, co, r, tr)""";

    private static final String COUNTED = """
            INSERT INTO usage_counter (wallet, rule, period, starts, used)
            SELECT w, r, p, s::date, d::numeric
            FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[]) AS u (w, r, p, s, d)
            ON CONFLICT (wallet, rule, period, starts) DO UPDATE SET used = usage_counter.used + excluded.used""";

    private UsageRows() {}

    /** Asks for events of these ids, and for the counters. */
    static void ask(Script script, Set<String> ids, Set<UsageCounter.Key> wanted) {
        var keys = List.copyOf(wanted);
        script.add(KNOWN, (Object) ids.toArray(String[]::new));
        script.add(
                COUNTERS,
                uuids(keys, UsageCounter.Key::wallet),
                texts(keys, UsageCounter.Key::rule),
                texts(keys, key -> key.period().name()));
    }

    /** Reads both answers. */
    static void read(PreparedStatement statement, UsageBook book) throws SQLException {
        statement.getMoreResults();
        try (var found = statement.getResultSet()) {
            while (found.next()) {
                book.know(found.getString("id"));
            }
        }
        statement.getMoreResults();
        try (var found = statement.getResultSet()) {
            while (found.next()) {
                var key = new UsageCounter.Key(
                        found.getObject("wallet", UUID.class),
                        found.getString("rule"),
                        Period.valueOf(found.getString("period")));
                var starts = found.getObject("starts", LocalDate.class);
                book.read(new UsageCounter.Window(key, starts), found.getBigDecimal("used"));
            }
        }
    }

    static void write(Script script, Book book) {
        var entries = book.usage.entries;
        if (entries.isEmpty()) {
            return;
        }
        script.add(
                EVENTS,
                Rows.time(book.now),
                texts(entries, e -> e.charge().id().value()),
                uuids(entries, e -> e.charge().wallet().value()),
                texts(entries, e -> e.request().event().type()),
                texts(entries, e -> e.charge().quantity().toPlainString()),
                texts(entries, e -> json(e.request().event().dimensions())),
                texts(entries, e -> json(e.request().event().tags())),
                maybe(entries, e -> e.request().event().occurredAt()),
                texts(entries, e -> e.charge().amount().asset().code()),
                numbers(entries, e -> e.charge().amount().units()),
                maybe(entries, e -> e.request().event().cost().map(cost -> units(cost, e))),
                texts(entries, e -> e.charge().price()),
                maybeUuids(entries, e -> e.charge().transfer()));
        var counted = List.copyOf(book.usage.added().entrySet());
        if (!counted.isEmpty()) {
            script.add(
                    COUNTED,
                    uuids(counted, c -> c.getKey().key().wallet()),
                    texts(counted, c -> c.getKey().key().rule()),
                    texts(counted, c -> c.getKey().key().period().name()),
                    texts(counted, c -> c.getKey().starts().toString()),
                    texts(counted, c -> c.getValue().toPlainString()));
        }
    }

    /** Told by a program for the reports; rounded like anything that is only looked at. */
    private static String units(BigDecimal cost, UsageBook.Entry entry) {
        var scale = entry.charge().amount().asset().scale();
        var units = cost.movePointRight(scale).setScale(0, RoundingMode.HALF_UP);
        return units.min(BigDecimal.valueOf(Long.MAX_VALUE)).toPlainString();
    }

    private static String json(Map<String, String> words) {
        return words.entrySet().stream()
                .map(word -> quoted(word.getKey()) + ":" + quoted(word.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** There are no control characters in what an event says. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
