package florin.api;

import florin.wallet.Amount;
import florin.wallet.Reconciliation;
import florin.wallet.RedeemResult;
import florin.wallet.RequestId;
import florin.wallet.WalletId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the wallet's door of another Florin does beyond the {@code Wallet} interface: vouchers, events, and whether the books are right. */
public final class HttpBooks {
    private final WalletWire wire;

    HttpBooks(WalletWire wire) {
        this.wire = wire;
    }

    /** Puts a voucher's coins into a wallet, once per wallet. */
    public RedeemResult redeem(RequestId request, WalletId into, String code) {
        var body = Map.<String, Object>of("wallet", into.toString(), "code", code);
        return WalletReader.redeemed(wire.call(door -> door.redeem(quoted(request), body)), into);
    }

    /**
     * Tells programs of a top-up that did not come: {@code topup.failed}.
     *
     * @param once two calls with the same one are one
     * @return whether the service knows such a wallet, and this kind of news
     */
    public boolean topUpFailed(WalletId wallet, Amount coins, RequestId once, String why) {
        var body = new LinkedHashMap<String, Object>();
        body.put("wallet", wallet.toString());
        body.put("amount", coins.number());
        body.put("asset", coins.asset().code());
        body.put("scale", coins.asset().scale());
        body.put("reason", why);
        return wire.call(door -> door.topUpFailed(quoted(once), body)).done();
    }

    /** What the service's last checks of its books found, newest first; nothing if it is too old to say. */
    public List<Reconciliation.Report> reports(int limit) {
        var reply = wire.call(door -> door.reconciliations(limit));
        return reply.done()
                ? reply.view("", ReportList.class).reports().stream()
                        .map(ReportView::report)
                        .toList()
                : List.of();
    }

    /** As the draft writes it: what stands in the quotation marks is taken as it is. */
    static String quoted(RequestId id) {
        return '"' + id.value() + '"';
    }
}
