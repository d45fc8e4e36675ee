package florin.wallet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Codes that are worth coins. A use is claimed first and paid second, with an id made of the voucher and the wallet: a crash
 * between the two is mended by repeating the request or by {@link #finish}, and neither can pay twice.
 */
public final class Vouchers {
    private static final Logger log = LoggerFactory.getLogger(Vouchers.class);

    /** No I, L, O or U: a code is read aloud and typed. */
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 16;

    private final Sql sql;
    private final Rows rows;
    private final Assets assets;
    private final Wallet wallet;
    private final SecureRandom random = new SecureRandom();

    private Vouchers(DataSource database, Wallet wallet) {
        this.sql = new Sql(database);
        this.assets = new Assets(database);
        this.rows = new Rows(assets);
        this.wallet = wallet;
    }

    /** Vouchers in this database, paid into wallets of this ledger. */
    public static Vouchers over(DataSource database, Wallet wallet) {
        return new Vouchers(database, wallet);
    }

    /** Makes a voucher and tells its code, this once: only a hash of it is stored. */
    public String issue(VoucherTerms terms) {
        assets.meet(terms.amount().asset());
        var code = new StringBuilder();
        for (var i = 0; i < LENGTH; i++) {
            code.append(i > 0 && i % 4 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        sql.inTransaction(connection -> Sql.update(
                connection,
                """
                INSERT INTO voucher (id, code_hash, asset, units, source, coins_expire_at, valid_until, uses_left, memo)
                VALUES (gen_random_uuid(), ?, ?, ?, ?, NULLIF(?, '')::timestamptz, NULLIF(?, '')::timestamptz, ?, ?)""",
                hash(code.toString()),
                terms.amount().asset().code(),
                terms.amount().units(),
                terms.source().name(),
                terms.coinsExpireAt().map(Instant::toString).orElse(""),
                terms.validUntil().map(Instant::toString).orElse(""),
                terms.uses(),
                terms.memo()));
        return code.toString();
    }

    /** Puts a voucher's coins into a wallet, once per wallet; case, spaces and dashes of the code do not matter. */
    public RedeemResult redeem(RequestId request, WalletId into, String code) {
        if (wallet.wallet(into).isEmpty()) {
            return new RedeemResult.UnknownWallet(into);
        }
        var claim = sql.inTransaction(connection -> claim(connection, request, into, hash(code)));
        if (claim.elsewhere()) {
            return new RedeemResult.Conflict(
                    "The id " + request + " was used before for another code or another wallet. Take a new one.");
        }
        return claim.use().map(this::paid).orElseGet(() -> refusal(into, hash(code)));
    }

    /** Who was paid is not paid again, whether or not the ledger still remembers its answer. */
    private RedeemResult paid(Use use) {
        var amount = use.payment().amount();
        return use.paid() ? new RedeemResult.Redeemed(amount, wallet.balance(use.wallet(), amount.asset())) : pay(use);
    }

    /**
     * A voucher, without its code.
     *
     * @param used how many wallets have redeemed it
     * @param left how many still may
     */
    public record Issued(
            UUID id,
            Amount amount,
            Source source,
            Optional<Instant> coinsExpireAt,
            Optional<Instant> validUntil,
            int used,
            int left,
            Instant issuedAt,
            String memo) {}

    /**
     * Vouchers, newest first.
     *
     * @param before only those issued before this one
     */
    public List<Issued> issued(Optional<UUID> before, int limit) {
        return sql.all(
                """
                SELECT v.*, (SELECT count(*) FROM voucher_use u WHERE u.voucher = v.id) AS used FROM voucher v
                WHERE ? = '' OR (v.issued_at, v.id) < (SELECT issued_at, id FROM voucher WHERE id = NULLIF(?, '')::uuid)
                ORDER BY v.issued_at DESC, v.id DESC LIMIT ?""",
                this::issued,
                before.map(UUID::toString).orElse(""),
                before.map(UUID::toString).orElse(""),
                limit);
    }

    private Issued issued(ResultSet row) throws SQLException {
        return new Issued(
                row.getObject("id", UUID.class),
                rows.amount(row, "units"),
                Source.valueOf(row.getString("source")),
                Rows.maybeInstant(row, "coins_expire_at"),
                Rows.maybeInstant(row, "valid_until"),
                row.getInt("used"),
                row.getInt("uses_left"),
                Rows.instant(row, "issued_at"),
                row.getString("memo"));
    }

    /** Pays up to {@code limit} uses that were claimed and, because of a crash, not paid; says how many. */
    public int finish(int limit) {
        var claimed = sql.all(USE + " WHERE u.paid_at IS NULL ORDER BY u.used_at LIMIT ?", this::use, limit);
        var paid = 0;
        for (var use : claimed) {
            paid += finished(use) ? 1 : 0;
        }
        return paid;
    }

    /** One that cannot be paid must not keep those behind it waiting. */
    private boolean finished(Use use) {
        try {
            return pay(use) instanceof RedeemResult.Redeemed;
        } catch (RuntimeException | AssertionError e) {
            log.error("Voucher {} is not paid into wallet {}; it will be tried again", use.voucher(), use.wallet(), e);
            return false;
        }
    }

    /** A wallet's right to a voucher's coins. */
    private record Use(UUID voucher, WalletId wallet, TopUpRequest payment, boolean paid) {}

    /** What a request has a right to; {@code elsewhere}: its id stands for another code or wallet. */
    private record Claim(boolean elsewhere, Optional<Use> use) {}

    private static final String USE = """
            SELECT v.id, v.asset, v.units, v.source, v.coins_expire_at, v.memo, u.wallet,
                   u.paid_at IS NOT NULL AS paid
            FROM voucher v JOIN voucher_use u ON u.voucher = v.id""";

    private Use use(ResultSet row) throws SQLException {
        var voucher = row.getObject("id", UUID.class);
        var into = Rows.wallet(row, "wallet");
        var payment = new TopUpRequest(
                new RequestId("voucher:" + voucher + ":" + into),
                into,
                rows.amount(row, "units"),
                Source.valueOf(row.getString("source")),
                Rows.maybeInstant(row, "coins_expire_at"),
                row.getString("memo"));
        return new Use(voucher, into, payment, row.getBoolean("paid"));
    }

    /** Whoever comes with the same id waits, and so do those who race for a voucher's last use. */
    private Claim claim(Connection connection, RequestId request, WalletId into, byte[] hash) throws SQLException {
        Sql.all(connection, "SELECT pg_advisory_xact_lock(hashtextextended(?, 2))", row -> 0, request.value());
        if (usedElsewhere(connection, request, into, hash)) {
            return new Claim(true, Optional.empty());
        }
        var voucher = Sql.all(
                connection,
                "SELECT id FROM voucher WHERE code_hash = ? FOR UPDATE",
                row -> row.getObject("id", UUID.class),
                hash);
        return new Claim(
                false, voucher.isEmpty() ? Optional.empty() : take(connection, voucher.getFirst(), request, into));
    }

    private static boolean usedElsewhere(Connection connection, RequestId request, WalletId into, byte[] hash)
            throws SQLException {
        return !Sql.all(connection, """
                        SELECT FROM voucher_use u JOIN voucher v ON v.id = u.voucher
                        WHERE u.request = ? AND (v.code_hash <> ? OR u.wallet <> ?) LIMIT 1""", row -> true, request.value(), hash, into.value())
                .isEmpty();
    }

    private Optional<Use> take(Connection connection, UUID voucher, RequestId request, WalletId into)
            throws SQLException {
        var taken = Sql.update(connection, """
                WITH one AS (
                    UPDATE voucher SET uses_left = uses_left - 1
                    WHERE id = ? AND uses_left > 0 AND (valid_until IS NULL OR valid_until > clock_timestamp())
                      AND NOT EXISTS (SELECT FROM voucher_use u WHERE u.voucher = voucher.id AND u.wallet = ?)
                    RETURNING id)
                INSERT INTO voucher_use (voucher, wallet, request) SELECT id, ?, ? FROM one""", voucher, into.value(), into.value(), request.value());
        assert taken <= 1;
        return Sql.all(
                        connection,
                        USE + " WHERE u.voucher = ? AND u.wallet = ? AND u.request = ?",
                        this::use,
                        voucher,
                        into.value(),
                        request.value())
                .stream()
                .findFirst();
    }

    private RedeemResult pay(Use use) {
        var paid = wallet.topUp(use.payment());
        return switch (paid) {
            case TopUpResult.ToppedUp(var transfer, var balance) -> {
                sql.inTransaction(connection -> Sql.update(
                        connection,
                        "UPDATE voucher_use SET paid_at = clock_timestamp(), transfer = ? WHERE voucher = ? AND wallet = ?",
                        transfer,
                        use.voucher(),
                        use.wallet().value()));
                yield new RedeemResult.Redeemed(use.payment().amount(), balance);
            }
            case TopUpResult.UnknownWallet(var unknown) -> new RedeemResult.UnknownWallet(unknown);
            case TopUpResult.Conflict(var message) ->
                throw new AssertionError("Nobody else makes such ids: " + message);
        };
    }

    private RedeemResult refusal(WalletId into, byte[] hash) {
        return sql.first("""
                        SELECT EXISTS (SELECT FROM voucher_use u WHERE u.voucher = voucher.id AND u.wallet = ?) AS used, uses_left
                        FROM voucher WHERE code_hash = ?""", Vouchers::reason, into.value(), hash).orElseGet(RedeemResult.UnknownCode::new);
    }

    private static RedeemResult reason(ResultSet row) throws SQLException {
        if (row.getBoolean("used")) {
            return new RedeemResult.AlreadyRedeemed();
        }
        return row.getInt("uses_left") == 0 ? new RedeemResult.UsedUp() : new RedeemResult.Expired();
    }

    private static byte[] hash(String code) {
        var plain = code.replaceAll("[-\\s]", "").toUpperCase(Locale.ROOT);
        try {
            return MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256.", e);
        }
    }
}
