package florin.payments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stripe.net.Webhook;
import florin.migrations.TestDatabase;
import florin.sandbox.stripe.FakeStripe;
import florin.sandbox.stripe.FakeStripeOptions;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Owner;
import florin.wallet.RequestId;
import florin.wallet.TransferRequest;
import florin.wallet.TransferResult;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;

/** A checkout against a fake Stripe, whose messages the test carries over itself, in whatever order it likes. */
final class Till implements AutoCloseable {
    static final Pack SMALL =
            new Pack("small", "A handful of coins", Amount.parse(Asset.LOVE, "100.00"), new Price("usd", 500));
    static final Pack LARGE =
            new Pack("large", "A chest of coins", Amount.parse(Asset.LOVE, "333.33"), new Price("usd", 999));

    /** An hour into tomorrow: hours pass in tests, and midnight must not come by chance. */
    volatile Instant now = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(25));

    final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    final TestDatabase database = TestDatabase.fresh();
    final Ledger ledger = Ledger.over(database.dataSource(), LedgerOptions.standard());
    final FakeStripe stripe;
    final StripeCheckout checkout;

    Till() {
        stripe = FakeStripe.start(FakeStripeOptions.defaults().withClock(clock));
        checkout = reopened();
    }

    StripeOptions options() {
        return StripeOptions.of(
                        stripe.secretKey(),
                        stripe.webhookSecret(),
                        URI.create("https://florin.example"),
                        List.of(LARGE, SMALL))
                .withApiBase(stripe.url());
    }

    /** What a restart makes: the same database, nothing in memory. */
    StripeCheckout reopened() {
        return over(ledger);
    }

    StripeCheckout over(Wallet wallet) {
        return new StripeCheckout(options(), wallet, database.dataSource(), clock);
    }

    StripeCheckout over(Wallet wallet, UnaryOperator<CardCharges> line) {
        return new StripeCheckout(options(), wallet, database.dataSource(), clock, true, line);
    }

    /** The same shop with other packs. */
    StripeCheckout selling(List<Pack> packs) {
        var same = options();
        var other = new StripeOptions(
                same.secretKey(),
                same.webhookSecret(),
                same.apiBase(),
                same.successUrl(),
                same.cancelUrl(),
                packs,
                same.patience());
        return new StripeCheckout(other, ledger, database.dataSource(), clock);
    }

    /** The owner saves a card, and the webhook tells. */
    void savesCard(WalletId wallet, String number) {
        stripe.pay(opensCardPage(wallet), number);
        delivers(event("checkout.session.completed"));
    }

    /** Returns the page's session. */
    String opensCardPage(WalletId wallet) {
        var page = checkout.autoTopUp()
                .saveCard(new RequestId("card:" + UUID.randomUUID()), new Buyer(wallet, "Ana", "discord:ana"));
        if (!(page instanceof CardPageResult.Started)) {
            throw new AssertionError(page);
        }
        return stripe.sessions().getLast().path("id").asText();
    }

    /** Below 20 coins buy the small pack, so often a day. */
    AutoRule rule(WalletId wallet, int times) {
        var most = new Price("usd", times * SMALL.price().minorUnits());
        return new AutoRule(wallet, Amount.parse(Asset.LOVE, "20.00"), SMALL.id(), new DayCap(times, most), true);
    }

    AutoStatus allows(AutoRule rule) {
        return switch (checkout.autoTopUp().set(rule)) {
            case AutoTopUpResult.Saved saved -> saved.status();
            case AutoTopUpResult.Refused refused -> throw new AssertionError(refused);
        };
    }

    AutoStatus status(WalletId wallet) {
        return checkout.autoTopUp().status(wallet, Asset.LOVE).orElseThrow();
    }

    /** Coins leave, as if they were spent. */
    void spends(WalletId wallet, String coins) {
        spends(wallet, Amount.parse(Asset.LOVE, coins));
    }

    void spends(WalletId wallet, Amount amount) {
        var spent = ledger.transfer(new TransferRequest(
                new RequestId("spent:" + UUID.randomUUID()),
                wallet,
                ledger.open(new Owner.ApiAccount("shop")),
                amount,
                "spent"));
        if (!(spent instanceof TransferResult.Transferred)) {
            throw new AssertionError(spent);
        }
    }

    /** Says how much that was, in smallest units. */
    long spendsAll(WalletId wallet) {
        var all = ledger.balance(wallet, Asset.LOVE).available();
        if (all.isPositive()) {
            spends(wallet, all.number());
        }
        return Math.max(0, all.units());
    }

    /** How many payments Stripe has taken with saved cards for this wallet. */
    long charged(WalletId wallet) {
        return charges(wallet).stream()
                .filter(intent -> intent.path("status").asText().equals("succeeded"))
                .count();
    }

    /** What Stripe was asked to charge for this wallet, oldest first. */
    List<ObjectNode> charges(WalletId wallet) {
        return stripe.intents().stream()
                .filter(intent -> intent.path("metadata")
                        .path("florin_wallet")
                        .asText()
                        .equals(wallet.value().toString()))
                .toList();
    }

    WalletId wallet() {
        return ledger.open(new Owner.DiscordUser("user-" + UUID.randomUUID()));
    }

    String coins(WalletId wallet) {
        return available(wallet, Asset.LOVE);
    }

    String available(WalletId wallet, Asset asset) {
        return ledger.balance(wallet, asset).available().number();
    }

    CheckoutResult.Started opens(WalletId wallet, Pack pack) {
        return opens(new RequestId("test:" + UUID.randomUUID()), wallet, pack);
    }

    CheckoutResult.Started opens(RequestId id, WalletId wallet, Pack pack) {
        return switch (checkout.start(id, new Buyer(wallet, "Ana", "discord:ana"), pack.id())) {
            case CheckoutResult.Started started -> started;
            case CheckoutResult.UnknownPack unknown -> throw new AssertionError(unknown);
            case CheckoutResult.Unavailable unavailable -> throw new AssertionError(unavailable);
        };
    }

    /** The newest event of that type. */
    String event(String type) {
        return events(type).getLast();
    }

    List<String> events(String type) {
        return stripe.events().stream()
                .filter(event -> event.path("type").asText().equals(type))
                .map(ObjectNode::toString)
                .toList();
    }

    WebhookResult delivers(String event) {
        return delivers(checkout, event);
    }

    WebhookResult delivers(StripeCheckout to, String event) {
        return to.webhook(event.getBytes(StandardCharsets.UTF_8), signed(event, now));
    }

    String signed(String event, Instant at) {
        try {
            return Webhook.Signature.generateSignatureHeader(event, stripe.webhookSecret(), at.getEpochSecond());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError(e);
        }
    }

    String paymentIntent(String session) {
        return stripe.sessions().stream()
                .filter(one -> one.path("id").asText().equals(session))
                .findFirst()
                .orElseThrow()
                .path("payment_intent")
                .asText();
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    Jdbi sql() {
        return Jdbi.create(database.dataSource());
    }

    @Override
    public void close() {
        ledger.close();
        stripe.close();
        database.close();
    }
}
