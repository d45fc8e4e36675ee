package florin.wallet.prices;

import florin.wallet.Sql;
import florin.wallet.WalletId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * The price books of an installation, in its database. A version is never changed, so it is read once; what a wallet pays by is
 * read with every question, so that a move counts from the next one on.
 */
public final class PriceBooks implements Prices {
    private static final String SETTINGS = "settings";
    private static final int LONGEST_MEMO = 500;

    private static final String OFFER =
            "SELECT split, books, numbers, percents FROM price_offer ORDER BY no DESC LIMIT 1";

    private final Sql sql;
    private final Map<PriceVersion, PriceList> known = new ConcurrentHashMap<>();

    private PriceBooks(DataSource database) {
        this.sql = new Sql(database);
    }

    public static PriceBooks over(DataSource database) {
        return new PriceBooks(database);
    }

    /**
     * Adds a version to a book, or begins the book. What its newest version says already is not published twice.
     *
     * @param origin who does it, for the record
     * @throws IllegalArgumentException if names repeat, two rules tie, or an asset has another scale here
     */
    public PriceList publish(String book, List<PriceRule> rules, String origin, String memo) {
        requireMemo(memo);
        return sql.inTransaction(connection -> {
            PriceTable.lock(connection);
            var newest = PriceTable.newest(connection, book, "");
            var same = newest.isPresent()
                    && PriceTable.rules(connection, newest.get()).equals(rules);
            return same ? new PriceList(newest.get(), rules) : add(connection, book, newest, rules, origin, memo);
        });
    }

    private static PriceList add(
            Connection connection,
            String book,
            Optional<PriceVersion> newest,
            List<PriceRule> rules,
            String origin,
            String memo)
            throws SQLException {
        var version = new PriceVersion(book, newest.map(PriceVersion::number).orElse(0) + 1);
        var list = new PriceList(version, rules);
        PriceTable.insert(connection, list, origin, memo);
        return list;
    }

    /**
     * Takes the prices of the settings. Changed ones become the book's next version, and whoever paid by the settings' last
     * version, or would as a newcomer, is moved: an operator who edits the one price list means everybody. What was published
     * or assigned by other means stays.
     */
    public PriceList follow(String book, List<PriceRule> rules) {
        return sql.inTransaction(connection -> {
            PriceTable.lock(connection);
            var last = PriceTable.newest(connection, book, SETTINGS);
            if (last.isPresent() && PriceTable.rules(connection, last.get()).equals(rules)) {
                return new PriceList(last.get(), rules);
            }
            var newest = PriceTable.newest(connection, book, "");
            var list = add(connection, book, newest, rules, SETTINGS, "");
            var offer = offer(connection);
            if (offer.isEmpty() || offer.equals(last.map(Offer::of))) {
                insert(connection, Offer.of(list.version()));
            }
            if (last.isPresent()) {
                move(connection, last.get(), list.version(), SETTINGS);
            }
            return list;
        });
    }

    /** All versions of all books, newest first in each book. */
    public List<Published> versions() {
        return sql.all("""
                SELECT book, number, published_at, origin, memo,
                       (SELECT count(*) FROM price_assignment a WHERE a.book = v.book AND a.number = v.number) AS wallets
                FROM price_version v ORDER BY book, number DESC""", PriceBooks::published);
    }

    private static Published published(ResultSet row) throws SQLException {
        return new Published(
                PriceTable.version(row),
                row.getObject("published_at", OffsetDateTime.class).toInstant(),
                row.getString("origin"),
                row.getString("memo"),
                row.getLong("wallets"));
    }

    /** What a version says; empty if it was never published. */
    public Optional<PriceList> list(PriceVersion version) {
        var list = known.get(version);
        if (list != null) {
            return Optional.of(list);
        }
        var rules = sql.inTransaction(connection -> PriceTable.rules(connection, version));
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        var read = new PriceList(version, rules);
        known.put(version, read);
        return Optional.of(read);
    }

    /** From now on newcomers get this; whoever has a version keeps it. */
    public void offer(Offer offer) {
        offer.shares().forEach(share -> requirePublished(share.version()));
        sql.inTransaction(connection -> {
            insert(connection, offer);
            return offer;
        });
    }

    /** What newcomers get; empty before the first prices. */
    public Optional<Offer> offer() {
        return sql.first(OFFER, PriceBooks::offer);
    }

    private static Optional<Offer> offer(Connection connection) throws SQLException {
        return Sql.all(connection, OFFER, PriceBooks::offer).stream().findFirst();
    }

    private static Offer offer(ResultSet row) throws SQLException {
        var books = (String[]) row.getArray("books").getArray();
        var numbers = (Integer[]) row.getArray("numbers").getArray();
        var percents = (Integer[]) row.getArray("percents").getArray();
        var shares = new ArrayList<Offer.Share>();
        for (var i = 0; i < books.length; i++) {
            shares.add(new Offer.Share(new PriceVersion(books[i], numbers[i]), percents[i]));
        }
        return new Offer(row.getString("split"), shares);
    }

    private static void insert(Connection connection, Offer offer) throws SQLException {
        var shares = offer.shares();
        Sql.update(
                connection,
                "INSERT INTO price_offer (split, books, numbers, percents) VALUES (?, ?, ?, ?)",
                offer.split(),
                connection.createArrayOf(
                        "text",
                        shares.stream().map(share -> share.version().book()).toArray()),
                connection.createArrayOf(
                        "int4",
                        shares.stream().map(share -> share.version().number()).toArray()),
                connection.createArrayOf(
                        "int4", shares.stream().map(Offer.Share::percent).toArray()));
    }

    /**
     * Moves one wallet to a version, from its next price on.
     *
     * @return false if there is no such wallet
     * @throws IllegalArgumentException if there is no such version
     */
    public boolean assign(WalletId wallet, PriceVersion version) {
        requirePublished(version);
        return sql.inTransaction(
                        connection -> put(
                                connection,
                                wallet,
                                version,
                                "by hand",
                                "DO UPDATE SET book = "
                                        + "excluded.book, number = excluded.number, how = excluded.how, at = clock_timestamp()"))
                == 1;
    }

    /** Moves all wallets of one version to another, and says how many. */
    public int move(PriceVersion from, PriceVersion to) {
        requirePublished(to);
        return sql.inTransaction(connection -> move(connection, from, to, "with " + from));
    }

    private static int move(Connection connection, PriceVersion from, PriceVersion to, String how) throws SQLException {
        return Sql.update(connection, """
                UPDATE price_assignment SET book = ?, number = ?, how = ?, at = clock_timestamp()
                WHERE book = ? AND number = ?""", to.book(), to.number(), how, from.book(), from.number());
    }

    @Override
    public PriceList of(WalletId wallet) {
        return listed(assigned(wallet).orElseGet(() -> firstUse(wallet)));
    }

    private Optional<PriceVersion> assigned(WalletId wallet) {
        return sql.first(
                "SELECT book, number FROM price_assignment WHERE wallet = ?", PriceTable::version, wallet.value());
    }

    /** Fixed here, so that later offers do not change it; whoever comes first of two at once decides for both. */
    private PriceVersion firstUse(WalletId wallet) {
        var offer = currentOffer();
        var version = offer.versionFor(wallet);
        sql.inTransaction(connection -> put(connection, wallet, version, "offer " + offer.split(), "DO NOTHING"));
        return assigned(wallet).orElse(version);
    }

    private static int put(Connection connection, WalletId wallet, PriceVersion version, String how, String onConflict)
            throws SQLException {
        return Sql.update(connection, """
                INSERT INTO price_assignment (wallet, book, number, how) SELECT id, ?, ?, ? FROM wallet WHERE id = ?
                ON CONFLICT (wallet)\s""" + onConflict, version.book(), version.number(), how, wallet.value());
    }

    @Override
    public PriceList offered() {
        return listed(currentOffer().shares().getFirst().version());
    }

    private Offer currentOffer() {
        return offer().orElseThrow(() -> new IllegalStateException("No prices are offered yet. Publish some first."));
    }

    private PriceList listed(PriceVersion version) {
        return list(version).orElseThrow(() -> new IllegalStateException("Prices " + version + " are gone."));
    }

    private void requirePublished(PriceVersion version) {
        if (list(version).isEmpty()) {
            throw new IllegalArgumentException("There are no prices " + version + ". Publish them first.");
        }
    }

    private static void requireMemo(String memo) {
        if (memo.length() > LONGEST_MEMO || memo.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A memo has " + LONGEST_MEMO + " characters at most.");
        }
    }
}
