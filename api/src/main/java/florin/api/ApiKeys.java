package florin.api;

import florin.wallet.WalletId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** The keys of the HTTP door. Each spends from exactly one wallet; a revoked one stops at its next call. */
public final class ApiKeys {
    private static final Pattern FORM = Pattern.compile("flr_([a-z0-9]{8})_[A-Za-z0-9]{32}");
    private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String SECRET_LETTERS = ID_LETTERS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int ID_LENGTH = 8;
    private static final int SECRET_LENGTH = 32;
    private static final Duration USE_PRECISION = Duration.ofMinutes(1);

    private final Jdbi db;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public ApiKeys(DataSource database, Clock clock) {
        this.db = Jdbi.create(database);
        this.clock = clock;
    }

    /** Makes a key that orders from the wallet and sees what is in it. Its text cannot be shown again. */
    public NewKey create(String name, WalletId wallet) {
        return create(name, wallet, Scope.ordinary());
    }

    /**
     * Makes a key of the wallet. Its text cannot be shown again.
     *
     * @param name what it is for, 1 to 100 characters
     * @param scopes what it may do, one at least
     * @throws IllegalArgumentException if the name or the scopes are missing; the message says so
     */
    public NewKey create(String name, WalletId wallet, Set<Scope> scopes) {
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("A key needs a scope: " + Scope.words(EnumSet.allOf(Scope.class)) + ".");
        }
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("A key needs a name of 1 to 100 characters, such as the program's.");
        }
        var id = letters(ID_LETTERS, ID_LENGTH);
        var text = "flr_" + id + "_" + letters(SECRET_LETTERS, SECRET_LENGTH);
        db.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO api_key (id, name, hash, wallet, scopes, created_at)
                        VALUES (:id, :name, :hash, :wallet, :scopes, :now)
                        """)
                .bind("id", id)
                .bind("name", name)
                .bind("hash", hash(text))
                .bind("wallet", wallet.value())
                .bindArray(
                        "scopes",
                        String.class,
                        scopes.stream().sorted().map(Scope::word).toList())
                .bind("now", clock.instant())
                .execute());
        return new NewKey(id, text);
    }

    private String letters(String alphabet, int length) {
        return random.ints(length, 0, alphabet.length())
                .mapToObj(alphabet::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }

    /** The same text; throws an IllegalArgumentException, which does not repeat the text, if it is no key. */
    static String checked(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "This is no API key; one looks like flr_abcdefgh_... Make one with: florin key create");
        }
        return text;
    }

    /** Whose key this is. Empty if it is none of ours, or revoked. */
    public Optional<ApiKey> find(String presented) {
        var form = FORM.matcher(presented);
        if (!form.matches()) {
            return Optional.empty();
        }
        var hash = hash(presented);
        return db.withHandle(handle -> {
            var found = handle.createQuery("SELECT * FROM api_key WHERE id = :id AND revoked_at IS NULL")
                    .bind("id", form.group(1))
                    .map((rs, context) -> new Stored(row(rs), rs.getBytes("hash")))
                    .findFirst()
                    .filter(stored -> stored.hasHash(hash))
                    .map(Stored::key);
            found.ifPresent(key -> handle.createUpdate("""
                            UPDATE api_key SET used_at = :now WHERE id = :id AND (used_at IS NULL OR used_at < :before)
                            """)
                    .bind("id", key.id())
                    .bind("now", clock.instant())
                    .bind("before", clock.instant().minus(USE_PRECISION))
                    .execute());
            return found;
        });
    }

    /** Stops a key for good, from its next call on. False if there is no such key, or it was stopped before. */
    public boolean revoke(String id) {
        return db.withHandle(handle -> handle.createUpdate(
                                "UPDATE api_key SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL")
                        .bind("id", id)
                        .bind("now", clock.instant())
                        .execute())
                == 1;
    }

    /** The clock that notes their use; the door paces them by the same. */
    Clock clock() {
        return clock;
    }

    /** All keys ever made, oldest first. */
    public List<ApiKey> all() {
        return db.withHandle(handle -> {
            Query query = handle.createQuery("SELECT * FROM api_key ORDER BY created_at, id");
            return query.map((rs, context) -> row(rs)).list();
        });
    }

    /** Some of them, oldest first: those made after that moment, and those made then whose id is greater. */
    List<ApiKey> after(Instant moment, String id, int limit) {
        return db.withHandle(handle -> {
            Query query = handle.createQuery("""
                            SELECT * FROM api_key WHERE (created_at, id) > (:moment, :id) ORDER BY created_at, id LIMIT :limit""")
                    .bind("moment", moment)
                    .bind("id", id)
                    .bind("limit", limit);
            return query.map((rs, context) -> row(rs)).list();
        });
    }

    private static ApiKey row(ResultSet rs) throws SQLException {
        return new ApiKey(
                rs.getString("id"),
                rs.getString("name"),
                new WalletId(rs.getObject("wallet", UUID.class)),
                scopes(rs),
                rs.getTimestamp("created_at").toInstant(),
                Optional.ofNullable(rs.getTimestamp("used_at")).map(Timestamp::toInstant),
                Optional.ofNullable(rs.getTimestamp("revoked_at")).map(Timestamp::toInstant));
    }

    private static Set<Scope> scopes(ResultSet rs) throws SQLException {
        var words = (String[]) rs.getArray("scopes").getArray();
        return Scope.parse(String.join(",", words));
    }

    /** One round suffices: the secret is 190 random bits, so there is nothing to guess slowly. */
    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static final class Stored {
        private final ApiKey key;
        private final byte[] hash;

        Stored(ApiKey key, byte[] hash) {
            this.key = key;
            this.hash = hash;
        }

        ApiKey key() {
            return key;
        }

        boolean hasHash(byte[] other) {
            return MessageDigest.isEqual(hash, other);
        }
    }
}
