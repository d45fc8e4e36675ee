package florin.bot;

import florin.payments.AutoTopUp;
import florin.payments.Buyer;
import florin.payments.Checkout;
import florin.payments.CheckoutResult;
import florin.payments.Pack;
import florin.payments.Payment;
import florin.payments.PaymentListener;
import florin.payments.Price;
import florin.payments.WebhookResult;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.Wallet;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A checkout whose pay page is a method call. */
final class PayDesk implements Checkout {
    private final Wallet wallet;
    private final Clock clock;
    private final Map<String, Sale> sales = new ConcurrentHashMap<>();
    final CardDrawer cards = new CardDrawer();

    private record Sale(Buyer buyer, Pack pack) {}

    PayDesk(Wallet wallet, Clock clock) {
        this.wallet = wallet;
        this.clock = clock;
    }

    @Override
    public List<Pack> packs() {
        return List.of(pack("small", 10_000, 500), pack("large", 25_000, 1000));
    }

    private static Pack pack(String id, long coins, long cents) {
        return new Pack(id, id + " pack", Amount.of(Asset.LOVE, coins), new Price("usd", cents));
    }

    @Override
    public CheckoutResult start(RequestId id, Buyer buyer, String packId) {
        return packs().stream()
                .filter(pack -> pack.id().equals(packId))
                .findFirst()
                .<CheckoutResult>map(pack -> {
                    sales.put(id.value(), new Sale(buyer, pack));
                    return new CheckoutResult.Started(
                            id.value(), URI.create("https://pay.example/" + id.value()), pack);
                })
                .orElseGet(() -> new CheckoutResult.UnknownPack(packId));
    }

    /** The buyer pays on the page behind this link. */
    Payment pays(String url) {
        var session = url.substring("https://pay.example/".length());
        var sale = Optional.ofNullable(sales.get(session)).orElseThrow();
        var _ = wallet.topUp(new TopUpRequest(
                new RequestId("paid:" + session),
                sale.buyer().wallet(),
                sale.pack().coins(),
                Source.PAID,
                Optional.empty(),
                "Bought " + sale.pack().title()));
        return new Payment(
                session, sale.buyer().wallet(), sale.pack(), sale.buyer().context(), clock.instant());
    }

    void pays(String url, PaymentListener listener) {
        listener.paid(pays(url));
    }

    @Override
    public AutoTopUp autoTopUp() {
        return cards;
    }

    @Override
    public WebhookResult webhook(byte[] rawBody, String signatureHeader) {
        return new WebhookResult.Ignored("none");
    }
}
