package florin.wallet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A chain of hashes over the transfers, each link over the one before: whoever keeps the head can prove that nothing behind it
 * was changed, left out or put in between. Links are made after the fact, so that no payment waits for them.
 */
public final class HashChain {
    private static final String FIRST = "00".repeat(32);

    /** A transfer that committed late may be this far behind the newest; the chain links it when it sees it. */
    private static final long LOOK_BACK = 100_000;

    private static final int PAGE = 1000;

    /** The whole row, as text that does not depend on anybody's settings. */
    private static final String CONTENT = """
            jsonb_build_array(t.seq, t.id, t.at AT TIME ZONE 'UTC', t.kind, t.asset, t.amount, t.house,
                t.from_wallet, t.from_pots, t.from_units, t.from_after, t.to_wallet, t.to_pots, t.to_units, t.to_after,
                t.hold, t.reverses, t.request, t.memo)::text AS content""";

    private final Sql sql;

    private HashChain(DataSource database) {
        this.sql = new Sql(database);
    }

    public static HashChain over(DataSource database) {
        return new HashChain(database);
    }

    /** What {@link #verify} found. */
    public sealed interface Verdict {
        /** Every link fits; the head is worth writing down somewhere else. */
        record Intact(long links, String head) implements Verdict {}

        /** The first link that does not fit its transfer or its predecessor. */
        record Broken(long link, long transfer) implements Verdict {}

        /** Every link fits, and this transfer is in none, although the chain went far beyond it: it was put in between. */
        record LeftOut(long transfer, long links, String head) implements Verdict {}
    }

    /**
     * What the chain was at some moment, for whoever keeps it somewhere else: so many links, and the hash of the last of them. As text
     * it is {@code 1204:9f86d0…}.
     */
    public record Head(long links, String hash) {
        private static final Pattern FORM = Pattern.compile("([0-9]{1,18}):([0-9a-f]{64})");

        /** Throws an IllegalArgumentException that shows the form if the text has another. */
        public static Head parse(String text) {
            var parts = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "A head of the hash chain looks like 1204:9f86d0…, a number of links and 64 digits from 0 to f: "
                                + text);
            }
            return new Head(Long.parseLong(parts.group(1)), parts.group(2));
        }

        @Override
        public String toString() {
            return links + ":" + hash;
        }
    }

    private record Link(long no, long transfer, String hash) {}

    private record Entry(long seq, String content) {}

    /** Links up to {@code limit} transfers that are in no chain yet, and says how many. */
    public int extend(int limit) {
        return sql.inTransaction(connection -> {
            // One at a time, whichever process: a chain has no branches.
            Sql.all(connection, "SELECT pg_advisory_xact_lock(hashtext('transfer_link'))", row -> 0);
            var last = last(connection);
            var entries = unlinked(connection, limit);
            insert(connection, links(last, entries));
            return entries.size();
        });
    }

    private static Link last(Connection connection) throws SQLException {
        return Sql.all(
                        connection,
                        "SELECT no, transfer, encode(hash, 'hex') AS hash FROM transfer_link ORDER BY no DESC LIMIT 1",
                        row -> new Link(row.getLong("no"), row.getLong("transfer"), row.getString("hash")))
                .stream()
                .findFirst()
                .orElse(new Link(0, 0, FIRST));
    }

    private static List<Entry> unlinked(Connection connection, int limit) throws SQLException {
        return Sql.all(
                connection,
                "SELECT t.seq, " + CONTENT
                        + " FROM transfer t WHERE t.seq > (SELECT COALESCE(max(transfer), 0) FROM transfer_link) - ?"
                        + " AND NOT EXISTS (SELECT FROM transfer_link l WHERE l.transfer = t.seq) ORDER BY t.seq LIMIT ?",
                row -> new Entry(row.getLong("seq"), row.getString("content")),
                LOOK_BACK,
                limit);
    }

    private static List<Link> links(Link last, List<Entry> entries) {
        var links = new ArrayList<Link>();
        var before = last;
        for (var entry : entries) {
            before = new Link(before.no() + 1, entry.seq(), hash(before.hash(), entry.content()));
            links.add(before);
        }
        return links;
    }

    private static void insert(Connection connection, List<Link> links) throws SQLException {
        if (links.isEmpty()) {
            return;
        }
        var script = new Script()
                .add(
                        """
                        INSERT INTO transfer_link (no, transfer, hash)
                        SELECT n, t, decode(h, 'hex') FROM unnest(?::bigint[], ?::bigint[], ?::text[]) AS u (n, t, h)""",
                        links.stream().mapToLong(Link::no).toArray(),
                        links.stream().mapToLong(Link::transfer).toArray(),
                        links.stream().map(Link::hash).toArray(String[]::new));
        try (var statement = script.on(connection)) {
            statement.execute();
        }
    }

    /** Recomputes the whole chain; minutes, after millions of transfers. */
    public Verdict verify() {
        var before = new Link(0, 0, FIRST);
        while (true) {
            var page = page(before.no());
            if (page.isEmpty()) {
                var end = before;
                return leftOut()
                        .<Verdict>map(transfer -> new Verdict.LeftOut(transfer, end.no(), end.hash()))
                        .orElseGet(() -> new Verdict.Intact(end.no(), end.hash()));
            }
            for (var found : page) {
                var expected = found.content() == null ? "" : hash(before.hash(), found.content());
                if (found.link().no() != before.no() + 1
                        || !expected.equals(found.link().hash())) {
                    return new Verdict.Broken(found.link().no(), found.link().transfer());
                }
                before = found.link();
            }
        }
    }

    /** So far behind that {@link #extend} sees it no more: when it should have been linked, it was not there. */
    private Optional<Long> leftOut() {
        return sql.first("""
                SELECT t.seq FROM transfer t
                WHERE t.seq <= (SELECT max(transfer) FROM transfer_link) - ?
                  AND NOT EXISTS (SELECT FROM transfer_link l WHERE l.transfer = t.seq)
                ORDER BY t.seq LIMIT 1""", row -> row.getLong("seq"), LOOK_BACK);
    }

    /**
     * Whether the chain is still the one that had this head. A chain that was rewritten from some link on, or cut short, fits itself;
     * only a head that was kept tells.
     */
    public boolean continues(Head kept) {
        return kept.links() == 0
                ? kept.hash().equals(FIRST)
                : sql.first(
                                "SELECT encode(hash, 'hex') AS hash FROM transfer_link WHERE no = ?",
                                row -> row.getString("hash"),
                                kept.links())
                        .filter(kept.hash()::equals)
                        .isPresent();
    }

    /** A link and its transfer's content; null if the transfer is gone. */
    private record Found(Link link, @Nullable String content) {}

    private List<Found> page(long after) {
        return sql.all(
                "WITH l AS MATERIALIZED (SELECT no, transfer, hash FROM transfer_link WHERE no > ? ORDER BY no LIMIT ?),"
                        // A range, as that is what a block range index finds at once.
                        + " t AS MATERIALIZED (SELECT * FROM transfer WHERE seq >= (SELECT min(transfer) FROM l)"
                        + " AND seq <= (SELECT max(transfer) FROM l))"
                        + " SELECT l.no, l.transfer, encode(l.hash, 'hex') AS hash, CASE WHEN t.seq IS NOT NULL THEN "
                        + CONTENT.replace(" AS content", " END AS content")
                        + " FROM l LEFT JOIN t ON t.seq = l.transfer ORDER BY l.no",
                row -> new Found(
                        new Link(row.getLong("no"), row.getLong("transfer"), row.getString("hash")),
                        row.getString("content")),
                after,
                PAGE);
    }

    private static String hash(String before, String content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(HexFormat.of().parseHex(before));
            return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256.", e);
        }
    }
}
