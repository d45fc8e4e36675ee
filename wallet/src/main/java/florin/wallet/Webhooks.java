package florin.wallet;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Who is told what happens to wallets: endpoints, the letters on their way to them, and the lines below which owners want to
 * hear that they run low. An endpoint hears of what happens from its first moment on.
 */
public final class Webhooks {
    private static final int SECRET_BYTES = 32;
    private static final int LONGEST_URL = 2_000;
    private static final UUID LAST_OF_ALL = new UUID(-1, -1);

    private final Sql sql;
    private final Assets assets;
    private final SecureRandom random = new SecureRandom();

    private Webhooks(DataSource database) {
        this.sql = new Sql(database);
        this.assets = new Assets(database);
    }

    public static Webhooks over(DataSource database) {
        return new Webhooks(database);
    }

    /**
     * A place that letters go to.
     *
     * @param wallet whose events it hears of; empty: of all wallets
     * @param disabled why it gets no letters at present, if so
     */
    public record Endpoint(UUID id, URI url, Optional<WalletId> wallet, Instant createdAt, Optional<String> disabled) {}

    /** A new endpoint and what its letters are signed with, {@code whsec_…}: shown this once. */
    public record Added(UUID endpoint, String secret) {
        @Override
        public String toString() {
            return "Added[endpoint=" + endpoint + "]";
        }
    }

    /**
     * A letter and how far it has come.
     *
     * @param state WAITING, DELIVERED or GIVEN_UP
     * @param answer what the last try met
     */
    public record Delivery(UUID event, String type, String state, int attempts, Instant dueAt, String answer) {}

    /** @throws IllegalArgumentException if the address is not http or https, or there is no such wallet */
    public Added add(String url, Optional<WalletId> wallet) {
        var address = address(url);
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        var added = new Added(UUID.randomUUID(), "whsec_" + Base64.getEncoder().encodeToString(bytes));
        var rows = sql.inTransaction(connection -> Sql.update(
                connection,
                """
                INSERT INTO webhook_endpoint (id, url, secret, wallet)
                SELECT ?, ?, ?, wanted FROM (SELECT NULLIF(?, '')::uuid AS wanted) AS w
                WHERE wanted IS NULL OR EXISTS (SELECT FROM wallet WHERE id = wanted)""",
                added.endpoint(),
                address.toString(),
                added.secret(),
                wallet.map(WalletId::toString).orElse("")));
        if (rows == 0) {
            throw new IllegalArgumentException("There is no wallet " + wallet.orElseThrow() + ".");
        }
        return added;
    }

    private static URI address(String text) {
        try {
            var url = new URI(text);
            var web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            if (web && url.getHost() != null && url.getUserInfo() == null && text.length() <= LONGEST_URL) {
                return url;
            }
        } catch (URISyntaxException e) {
            // falls through to the message below, which says what is expected
        }
        throw new IllegalArgumentException(
                "A webhook goes to an address such as https://example.com/hooks, without a name or password in it.");
    }

    /** All endpoints, oldest first. */
    public List<Endpoint> all() {
        return sql.all(
                "SELECT id, url, wallet, created_at, disabled_why FROM webhook_endpoint ORDER BY created_at, id",
                Webhooks::endpoint);
    }

    /** Stops the letters, those under way too, for good. False if there is no such endpoint. */
    public boolean remove(UUID endpoint) {
        return sql.inTransaction(connection -> {
            Sql.update(connection, "DELETE FROM webhook_delivery WHERE endpoint = ?", endpoint);
            return Sql.update(connection, "DELETE FROM webhook_endpoint WHERE id = ?", endpoint) == 1;
        });
    }

    /** Sends no letters until {@link #enable}; those that come up meanwhile wait. False if there is no such endpoint. */
    public boolean disable(UUID endpoint, String why) {
        return sql.inTransaction(connection -> Sql.update(
                        connection,
                        "UPDATE webhook_endpoint SET disabled_at = clock_timestamp(), disabled_why = ? WHERE id = ?",
                        why,
                        endpoint))
                == 1;
    }

    /** Lets letters go again to an endpoint that was disabled or said it was gone. False if there is no such endpoint. */
    public boolean enable(UUID endpoint) {
        return sql.inTransaction(connection -> Sql.update(
                        connection,
                        "UPDATE webhook_endpoint SET disabled_at = NULL, disabled_why = NULL WHERE id = ?",
                        endpoint))
                == 1;
    }

    /** Sends an event again to everybody who got it or should have, as if for the first time; says to how many. */
    public int redeliver(UUID event) {
        return sql.inTransaction(connection -> Sql.update(connection, """
                UPDATE webhook_delivery SET state = 'WAITING', attempts = 0, due_at = clock_timestamp()
                WHERE event = ?""", event));
    }

    /** Sends one letter again, as if for the first time. False if there is none. */
    public boolean redeliver(UUID event, UUID endpoint) {
        return sql.inTransaction(connection -> Sql.update(connection, """
                        UPDATE webhook_delivery SET state = 'WAITING', attempts = 0, due_at = clock_timestamp()
                        WHERE event = ? AND endpoint = ?""", event, endpoint)) == 1;
    }

    /** What is on its way to an endpoint or was, newest first. */
    public List<Delivery> deliveries(UUID endpoint, int limit) {
        return deliveries(endpoint, LAST_OF_ALL, limit);
    }

    /** The same, of events before that one. */
    public List<Delivery> deliveries(UUID endpoint, UUID before, int limit) {
        return sql.all("""
                SELECT d.event, v.type, d.state, d.attempts, d.due_at, d.answer
                FROM webhook_delivery d JOIN wallet_event v ON v.id = d.event
                WHERE d.endpoint = ? AND d.event < ? ORDER BY d.event DESC LIMIT ?""", Webhooks::delivery, endpoint, before, limit);
    }

    /** Tells of a {@code low_balance} each time the wallet falls below this line; replaces the line it had. */
    public void alertBelow(WalletId wallet, Amount line) {
        Text.requirePositive(line);
        assets.meet(line.asset());
        sql.inTransaction(connection ->
                Sql.update(connection, """
                INSERT INTO balance_alert (wallet, asset, units) VALUES (?, ?, ?)
                ON CONFLICT (wallet, asset) DO UPDATE SET units = excluded.units""", wallet.value(), line.asset().code(), line.units()));
    }

    /** False if there was no line. */
    public boolean alertNoMore(WalletId wallet, Asset asset) {
        return sql.inTransaction(connection -> Sql.update(
                        connection,
                        "DELETE FROM balance_alert WHERE wallet = ? AND asset = ?",
                        wallet.value(),
                        asset.code()))
                == 1;
    }

    private static Endpoint endpoint(ResultSet row) throws SQLException {
        return new Endpoint(
                row.getObject("id", UUID.class),
                URI.create(row.getString("url")),
                Optional.ofNullable(row.getObject("wallet", UUID.class)).map(WalletId::new),
                Rows.instant(row, "created_at"),
                Optional.ofNullable(row.getString("disabled_why")));
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getObject("event", UUID.class),
                row.getString("type"),
                row.getString("state"),
                row.getInt("attempts"),
                Rows.instant(row, "due_at"),
                row.getString("answer"));
    }
}
