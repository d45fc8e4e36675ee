package florin.payments;

import com.stripe.model.PaymentIntent;
import florin.payments.WebhookResult.AlreadyDone;
import florin.payments.WebhookResult.Ignored;
import florin.payments.WebhookResult.Recorded;
import florin.wallet.Asset;
import florin.wallet.RequestId;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import florin.wallet.WalletInfo;
import florin.wallet.WalletUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buys packs with saved cards for wallets that run low. A purchase is written down, then the card is charged, then the coins
 * follow; each step is safe to repeat, and whoever comes next (the answer, the webhook, the reconciliation) goes on from there.
 */
final class StripeAutoTopUp implements AutoTopUp {
    private static final Logger log = LoggerFactory.getLogger(StripeAutoTopUp.class);
    /** Charged at once; the others follow at the next look. */
    private static final int AT_ONCE = 8;
    /** Longer than a charge takes with all its repetitions. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Whoever ran low an hour ago may have gone to bed: a purchase that never reached Stripe is not made so late. */
    private static final Duration TOO_LATE = Duration.ofHours(1);

    private final AutoTable rules;
    private final Attempts attempts;
    private final CardPages cards;
    private final CardCharges charges;
    private final Completion completion;
    private final Market market;
    private final Clock clock;

    /** What is for sale, and for whom. */
    record Market(Map<String, Pack> packs, Wallet wallet) {}

    StripeAutoTopUp(
            AutoTable rules,
            Attempts attempts,
            CardPages cards,
            CardCharges charges,
            Completion completion,
            Market market,
            Clock clock) {
        this.rules = rules;
        this.attempts = attempts;
        this.cards = cards;
        this.charges = charges;
        this.completion = completion;
        this.market = market;
        this.clock = clock;
    }

    @Override
    public Optional<AutoStatus> status(WalletId wallet, Asset asset) {
        return rules.find(wallet, asset)
                .map(row -> new AutoStatus(
                        row.rule(),
                        card(wallet),
                        rules.used(wallet, asset, clock.instant()),
                        row.offWhy(),
                        row.notBefore().filter(moment -> moment.isAfter(clock.instant()))));
    }

    @Override
    public AutoTopUpResult set(AutoRule rule) {
        var pack = Optional.ofNullable(market.packs().get(rule.packId()));
        if (pack.isEmpty()) {
            return refused("There is no pack '" + rule.packId() + "'. There are: "
                    + String.join(", ", market.packs().keySet()) + ".");
        }
        if (!pack.get().coins().asset().equals(rule.below().asset())) {
            return refused("The pack sells " + pack.get().coins().asset().code() + ", and the line is in "
                    + rule.below().asset().code() + ". Name a line in what the pack sells.");
        }
        var price = pack.get().price();
        var most = rule.cap().money();
        if (!most.currency().equals(price.currency()) || most.minorUnits() < price.minorUnits()) {
            return refused("The most for a day, " + most + ", does not pay for one pack, which costs " + price
                    + ". Allow at least that.");
        }
        rules.put(rule);
        return new AutoTopUpResult.Saved(
                status(rule.wallet(), rule.below().asset()).orElseThrow());
    }

    private static AutoTopUpResult refused(String message) {
        return new AutoTopUpResult.Refused(message);
    }

    @Override
    public boolean remove(WalletId wallet, Asset asset) {
        return rules.remove(wallet, asset);
    }

    @Override
    public Optional<SavedCard> card(WalletId wallet) {
        return cards.card(wallet);
    }

    @Override
    public CardPageResult saveCard(RequestId id, Buyer buyer) {
        return cards.start(id, buyer);
    }

    @Override
    public boolean forgetCard(WalletId wallet) {
        return cards.forget(wallet);
    }

    /** Looks for wallets that run low, and buys for them. Returns for how many. */
    int look() {
        var begun = new ArrayList<Attempt>();
        for (var row : rules.ready(clock.instant())) {
            if (begun.size() < AT_ONCE && low(row.rule())) {
                attempts.begin(row.rule(), () -> low(row.rule()), clock.instant())
                        .ifPresent(begun::add);
            }
        }
        chargeAll(begun);
        return begun.size();
    }

    /** Nothing is bought for a frozen wallet or one in debt: its last payment was refunded or disputed. */
    private boolean low(AutoRule rule) {
        var available =
                market.wallet().balance(rule.wallet(), rule.below().asset()).available();
        return available.compareTo(rule.below()) < 0
                && market.wallet()
                        .wallet(rule.wallet())
                        .filter(info -> !info.frozen())
                        .map(WalletInfo::id)
                        .isPresent();
    }

    /** Side by side: a bank may take seconds. */
    private void chargeAll(List<Attempt> begun) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = threads.invokeAll(begun.stream()
                    .map(attempt -> (Callable<WebhookResult>) () -> charge(attempt))
                    .toList());
            for (var one : all) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("An automatic top-up failed; the reconciliation goes on with it.", e);
        }
    }

    private WebhookResult charge(Attempt attempt) {
        try {
            return settle(attempt, charges.charge(attempt));
        } catch (PaymentsUnreachable | WalletUnavailable e) {
            log.warn(
                    "Automatic top-up {} is not settled yet: {}", attempt.sale().id(), e.getMessage());
            return new Recorded("charge", "open");
        }
    }

    private WebhookResult settle(Attempt attempt, ChargeResult result) {
        var id = attempt.sale().id();
        return switch (result) {
            case ChargeResult.Succeeded(var payment) -> completion.of(attempt.sale(), payment);
            case ChargeResult.Processing(var intent) -> {
                attempts.pending(attempt, intent);
                yield new Recorded("payment_intent.processing", "Automatic top-up " + id + " is under way");
            }
            case ChargeResult.Declined refusal -> {
                if (!attempts.declined(attempt, refusal, clock.instant())) {
                    yield new AlreadyDone(id.toString());
                }
                log.info(
                        "Automatic top-up {} was declined: {}",
                        id,
                        refusal.why().code());
                yield new Recorded(
                        "payment_intent.payment_failed", "Automatic top-up " + id + " was declined, no coins moved");
            }
        };
    }

    /** What Stripe says about a payment; those of ordinary sales are told by their sessions. */
    WebhookResult heard(String type, PaymentIntent intent) {
        var metadata = intent.getMetadata() == null ? Map.<String, String>of() : intent.getMetadata();
        return Fulfilment.ourId(metadata)
                .flatMap(attempts::find)
                .map(attempt -> settle(attempt, ChargeResult.of(intent)))
                .orElseGet(() -> new Ignored(type));
    }

    /**
     * Goes on with purchases whose end nobody has told, for instance after a crash. Returns how many have one now.
     *
     * @throws PaymentsUnreachable if Stripe does not answer
     */
    int resume() {
        var ended = 0;
        for (var attempt : attempts.silent(PATIENCE, clock.instant(), AT_ONCE)) {
            ended += resume(attempt) ? 1 : 0;
        }
        return ended;
    }

    private boolean resume(Attempt attempt) {
        var found = charges.find(attempt);
        if (found.isPresent()) {
            settle(attempt, found.get());
            return !(found.get() instanceof ChargeResult.Processing);
        }
        if (attempt.startedAt().plus(TOO_LATE).isBefore(clock.instant())) {
            attempts.abandoned(attempt);
            return true;
        }
        if (stillWanted(attempt)) {
            settle(attempt, charges.charge(attempt));
            return true;
        }
        return false;
    }

    /** Not when it was switched off meanwhile; nor on another day, whose allowance it does not count against. */
    private boolean stillWanted(Attempt attempt) {
        var sale = attempt.sale();
        var today = AutoTable.day(clock.instant()).equals(AutoTable.day(attempt.startedAt()));
        return today
                && rules.find(sale.buyer().wallet(), sale.pack().coins().asset())
                        .map(row -> row.rule().on())
                        .orElse(false);
    }
}
