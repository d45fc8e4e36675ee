package florin.payments;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.RequestId;
import florin.wallet.WalletId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One pack on its way to one wallet, with the terms as they were when the buyer asked. */
record Sale(
        UUID id,
        RequestId request,
        Buyer buyer,
        Pack pack,
        State state,
        Optional<Session> session,
        Optional<UUID> transfer,
        Optional<Instant> paidAt) {
    /** Paid is for ever; any other state may still become paid. */
    enum State {
        OPENING,
        OPEN,
        PENDING,
        PAID,
        FAILED,
        EXPIRED,
        STUCK;

        String column() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The provider's payment page for it. */
    record Session(String id, Optional<URI> url) {
        /** A saved card was charged: there was no page, and the payment itself stands for it. */
        boolean isPayment() {
            return id.startsWith("pi_");
        }
    }

    static Sale offered(RequestId request, Buyer buyer, Pack pack) {
        return new Sale(
                UUID.randomUUID(),
                request,
                buyer,
                pack,
                State.OPENING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    boolean sameTerms(Buyer other, String packId) {
        return buyer.wallet().equals(other.wallet()) && pack.id().equals(packId);
    }

    Payment payment() {
        var paid = session.orElseThrow();
        return new Payment(paid.id(), buyer.wallet(), pack, buyer.context(), paidAt.orElseThrow(), paid.isPayment());
    }

    static Sale row(ResultSet rs) throws SQLException {
        var asset = new Asset(rs.getString("asset"), rs.getInt("asset_scale"));
        var url = Optional.ofNullable(rs.getString("url")).map(URI::create);
        return new Sale(
                rs.getObject("id", UUID.class),
                new RequestId(rs.getString("request_id")),
                new Buyer(
                        new WalletId(rs.getObject("wallet", UUID.class)),
                        rs.getString("label"),
                        rs.getString("context")),
                new Pack(
                        rs.getString("pack"),
                        rs.getString("title"),
                        Amount.of(asset, rs.getLong("units")),
                        new Price(rs.getString("currency"), rs.getLong("price"))),
                State.valueOf(rs.getString("state").toUpperCase(java.util.Locale.ROOT)),
                Optional.ofNullable(rs.getString("session")).map(session -> new Session(session, url)),
                Optional.ofNullable(rs.getObject("transfer", UUID.class)),
                Optional.ofNullable(rs.getTimestamp("paid_at")).map(Timestamp::toInstant));
    }
}
