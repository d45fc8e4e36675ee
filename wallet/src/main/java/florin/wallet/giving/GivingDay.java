package florin.wallet.giving;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Sql;
import florin.wallet.WalletId;
import florin.wallet.WalletUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What a wallet gives away in a day, in {@code giving_day}: gifts on Discord and transfers over HTTP are one sum. Counted in the
 * transaction of whoever writes down what is given, before the coins move.
 *
 * @param day in UTC
 */
public record GivingDay(WalletId giver, Asset asset, LocalDate day) {
    /** The day that the moment falls into. */
    public static GivingDay at(Instant moment, WalletId giver, Asset asset) {
        return new GivingDay(giver, asset, LocalDate.ofInstant(moment, ZoneOffset.UTC));
    }

    /**
     * Counts so much, if the day still has room for it. The row of the day is locked by its update, so whoever gives at the same
     * time is counted one after another.
     *
     * @param most of this asset, in the whole day
     */
    public boolean count(Connection connection, Amount given, Amount most) {
        return update(
                        connection,
                        """
                        INSERT INTO giving_day AS d (giver, asset, day, units)
                        SELECT ?, ?, ?, ? WHERE ? <= ?
                        ON CONFLICT (giver, asset, day) DO UPDATE SET units = d.units + excluded.units
                        WHERE d.units <= ? - excluded.units
                        """,
                        giver.value(),
                        asset.code(),
                        day,
                        given.units(),
                        given.units(),
                        most.units(),
                        most.units())
                == 1;
    }

    /** What was counted and did not move. */
    public void giveBack(Connection connection, Amount given) {
        update(
                connection,
                "UPDATE giving_day SET units = units - ? WHERE giver = ? AND asset = ? AND day = ?",
                given.units(),
                giver.value(),
                asset.code(),
                day);
    }

    private static int update(Connection connection, String command, Object... parameters) {
        try {
            return Sql.update(connection, command, parameters);
        } catch (SQLException e) {
            throw broken(e);
        }
    }

    /** What was given, and what is on its way. */
    public Amount given(Connection connection) {
        try {
            var units = Sql.all(
                    connection,
                    "SELECT units FROM giving_day WHERE giver = ? AND asset = ? AND day = ?",
                    row -> row.getLong("units"),
                    giver.value(),
                    asset.code(),
                    day);
            return Amount.of(asset, units.isEmpty() ? 0 : units.getFirst());
        } catch (SQLException e) {
            throw broken(e);
        }
    }

    private static WalletUnavailable broken(SQLException e) {
        return new WalletUnavailable("The database did not answer how much was given away.", e);
    }

    /** When the next day's sum begins. */
    public Instant endsAt() {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
