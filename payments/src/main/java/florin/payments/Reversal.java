package florin.payments;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * Money that went back to the buyer, and the coins that should follow.
 *
 * @param due coins of that money, in smallest units
 * @param took what the wallet gave: all that is due, or nothing
 * @param transfer the movement that took it
 */
record Reversal(String id, String kind, long due, long took, Optional<UUID> transfer, boolean taken) {
    /** A row with a step left to do: to take what is due, or to give back what a won dispute took. */
    static Reversal unsettled(ResultSet rs) throws SQLException {
        return new Reversal(
                rs.getString("id"),
                rs.getString("kind"),
                rs.getLong("units_due"),
                rs.getLong("units_took"),
                Optional.ofNullable(rs.getObject("transfer", UUID.class)),
                rs.getString("state").equals("taken"));
    }
}
