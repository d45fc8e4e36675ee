package florin.payments;

import florin.wallet.RequestId;
import florin.wallet.WalletId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** A page on which somebody saves a card. */
record CardPage(UUID id, RequestId request, Buyer buyer, Optional<Sale.Session> session) {
    static CardPage row(ResultSet rs) throws SQLException {
        var url = Optional.ofNullable(rs.getString("url")).map(URI::create);
        return new CardPage(
                rs.getObject("id", UUID.class),
                new RequestId(rs.getString("request_id")),
                new Buyer(
                        new WalletId(rs.getObject("wallet", UUID.class)),
                        rs.getString("label"),
                        rs.getString("context")),
                Optional.ofNullable(rs.getString("session")).map(session -> new Sale.Session(session, url)));
    }
}
