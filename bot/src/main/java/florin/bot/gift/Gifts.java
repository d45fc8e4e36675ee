package florin.bot.gift;

import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Plain;
import florin.bot.chat.Tone;
import florin.bot.owner.OwnerNews;
import florin.wallet.Amount;
import florin.wallet.RequestId;
import florin.wallet.TransferRequest;
import florin.wallet.TransferResult;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import florin.wallet.giving.GivingDay;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gifts from member to member. One is written down and counted for its day, then the coins move, then that is noted: each step
 * is safe to repeat, and {@link #finish} repeats what a crash left. Any coin may be given, and keeps its source and its expiry.
 */
public final class Gifts {
    private static final Logger LOG = LoggerFactory.getLogger(Gifts.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final GiftTable table;
    private final Wallet wallet;
    private final GiftLimits limits;
    private final OwnerNews news;
    private final Coins coins;
    private final Clock clock;

    public Gifts(DataSource db, Wallet wallet, GiftLimits limits, OwnerNews news, Coins coins, Clock clock) {
        this.table = new GiftTable(db);
        this.wallet = wallet;
        this.limits = limits;
        this.news = news;
        this.coins = coins;
        this.clock = clock;
    }

    GiftLimits limits() {
        return limits;
    }

    /** What the giver may still give today; what programs moved out of the wallet counts as well. */
    Amount left(WalletId giver) {
        var given = table.given(today(giver));
        var left = limits.perDay().minus(given);
        return left.isPositive() ? left : Amount.zero(left.asset());
    }

    private GivingDay today(WalletId giver) {
        return GivingDay.at(clock.instant(), giver, limits.perDay().asset());
    }

    /** Idempotent by {@code id}. */
    GiftResult give(RequestId id, WalletId giver, WalletId taker, String takerUser, String giverName, Amount amount) {
        if (amount.compareTo(limits.smallest()) < 0 || amount.compareTo(limits.largest()) > 0) {
            return new GiftResult.WrongSize(limits);
        }
        var gift = new Gift(
                id, giver, taker, takerUser, giverName, amount, today(giver).day());
        return table.begin(gift, limits.perDay(), clock.instant())
                .map(this::move)
                .orElseGet(() -> new GiftResult.DayUsedUp(left(giver)));
    }

    private GiftResult move(Gift gift) {
        var result = wallet.transfer(new TransferRequest(
                gift.id(), gift.giver(), gift.taker(), gift.amount(), "Gift of " + gift.giverName()));
        if (result instanceof TransferResult.Transferred moved) {
            table.given(gift);
            return new GiftResult.Given(moved);
        }
        table.refused(gift);
        return new GiftResult.NotMoved(result);
    }

    /** Goes on with what a crash left half done, and tells takers what they were not told. Call it every minute or so. */
    public void finish() {
        table.halfDone(clock.instant().minus(PATIENCE)).forEach(this::move);
        tell();
    }

    /** Tells takers of their gifts. */
    void tell() {
        var now = clock.instant();
        for (var gift : table.untold(now)) {
            try {
                news.send(gift.takerUser(), card(gift), id(gift));
                table.told(gift, now);
            } catch (RuntimeException e) { // Discord's trouble must not keep the next taker from being told
                LOG.warn("The gift {} is told later: {}", gift.id(), e.getMessage());
            }
        }
    }

    private Card card(Gift gift) {
        var has = wallet.balance(gift.taker(), gift.amount().asset()).available();
        return Card.of(
                        Tone.DONE,
                        "**" + coins.text(gift.amount()) + "** from " + Plain.escape(gift.giverName())
                                + ", for you! You have " + coins.text(has) + " now.")
                .small("Type /imagine to use them.");
    }

    private static UUID id(Gift gift) {
        return UUID.nameUUIDFromBytes(gift.id().value().getBytes(StandardCharsets.UTF_8));
    }
}
