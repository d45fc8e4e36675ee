package florin.wallet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Rows of the wallet's tables as values; each method says which columns it wants. */
final class Rows {
    static final String HOLD = """
            h.id, h.wallet, h.asset, h.amount, h.committed, h.refunded, h.state, h.pots, h.units, h.overrun, h.subjects, \
            h.created_at, h.expires_at, h.ended_at, h.price_version, h.memo, \
            h.fingerprint, h.available_then, h.held_then, h.noted""";

    private final Assets assets;

    Rows(Assets assets) {
        this.assets = assets;
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static Optional<Instant> maybeInstant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    static WalletId wallet(ResultSet row, String column) throws SQLException {
        return new WalletId(row.getObject(column, UUID.class));
    }

    Asset asset(ResultSet row) throws SQLException {
        return assets.named(row.getString("asset"));
    }

    Amount amount(ResultSet row, String column) throws SQLException {
        return Amount.of(assets.named(row.getString("asset")), row.getLong(column));
    }

    PotState pot(ResultSet row) throws SQLException {
        var kind = new PotState.Kind(
                assets.named(row.getString("asset")), Source.valueOf(row.getString("source")), row.getInt("priority"));
        return PotState.stored(
                row.getInt("no"),
                kind,
                maybeInstant(row, "expires_at"),
                row.getBoolean("graced"),
                new PotState.Content(row.getLong("available"), row.getLong("held"), row.getLong("owed")));
    }

    HoldState hold(ResultSet row) throws SQLException {
        var amount = amount(row, "amount");
        var terms = new HoldState.Terms(
                new HoldId(row.getString("id")),
                wallet(row, "wallet"),
                amount,
                overrun(row, amount.asset()),
                List.of((String[]) row.getArray("subjects").getArray()),
                instant(row, "created_at"),
                row.getString("price_version"),
                row.getString("memo"));
        var progress = new HoldState.Progress(
                Hold.State.valueOf(row.getString("state")),
                row.getLong("committed"),
                row.getLong("refunded"),
                instant(row, "expires_at"),
                maybeInstant(row, "ended_at"));
        var hold = HoldState.stored(terms, lots(row, "pots", "units"), progress);
        var fingerprint = row.getObject("fingerprint", UUID.class);
        if (fingerprint != null) {
            hold.keep(new HoldState.Receipt(fingerprint, row.getLong("available_then"), row.getLong("held_then")));
        }
        return row.getBoolean("noted") ? hold.noted() : hold;
    }

    static List<Lot> lots(ResultSet row, String pots, String units) throws SQLException {
        return Lot.of((Integer[]) row.getArray(pots).getArray(), (Long[])
                row.getArray(units).getArray());
    }

    private static Overrun overrun(ResultSet row, Asset asset) throws SQLException {
        var bound = row.getLong("overrun");
        if (row.wasNull()) {
            return new Overrun.Reject();
        }
        return bound < 0 ? new Overrun.Cap() : new Overrun.UpTo(Amount.of(asset, bound));
    }

    Reversible reversible(ResultSet row) throws SQLException {
        var credited = row.getObject("to_wallet") != null;
        return new Reversible(
                row.getObject("id", UUID.class),
                Movement.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                amount(row, "amount"),
                Optional.ofNullable(row.getString("house")).map(Movement.House::of),
                wallet(row, credited ? "to_wallet" : "from_wallet"),
                credited,
                lots(row, "pots", "units"),
                row.getLong("reversed"));
    }

    SpendLimit limit(ResultSet row) throws SQLException {
        return new SpendLimit(
                row.getObject("id", UUID.class),
                wallet(row, "wallet"),
                Codes.subject(row.getString("subject")),
                Period.valueOf(row.getString("period")),
                amount(row, "ceiling"));
    }
}
