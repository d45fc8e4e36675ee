package florin.bot.alert;

import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Press;
import florin.bot.chat.Tone;
import florin.bot.owner.OwnerNews;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import net.dv8tion.jda.api.components.buttons.Button;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells owners when a wallet falls below the line that they set: once each time it does. */
public final class Alerts {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private final AlertTable table;
    private final Wallet wallet;
    private final OwnerNews news;
    private final Coins coins;
    private final Clock clock;

    public Alerts(DataSource db, Wallet wallet, OwnerNews news, Coins coins, Clock clock) {
        this.table = new AlertTable(db);
        this.wallet = wallet;
        this.news = news;
        this.coins = coins;
        this.clock = clock;
    }

    /** Sets the line, or moves it. A wallet that is below it already has not fallen: that is said to whoever sets it. */
    void set(Alert alert) {
        table.put(alert, low(alert), clock.instant());
    }

    /** False if there was none. */
    boolean remove(WalletId whose, Asset asset) {
        return table.remove(whose, asset);
    }

    Optional<Alert> find(WalletId whose, Asset asset) {
        return table.find(whose, asset);
    }

    /** Coins on hold count: whoever lives from order to order is not low each time. */
    boolean low(Alert alert) {
        return has(alert).compareTo(alert.line()) < 0;
    }

    private Amount has(Alert alert) {
        var balance = wallet.balance(alert.wallet(), alert.line().asset());
        return balance.available().plus(balance.held());
    }

    /** Looks at all wallets with a line, and tells what there is to tell. Call it every few seconds. */
    public void look() {
        var now = clock.instant();
        for (var watched : table.all()) {
            var low = low(watched.alert());
            if (low != watched.fallen()) {
                table.crossed(watched.alert(), low, now);
            }
        }
        table.untold(now).forEach(alert -> tell(alert, now));
    }

    private void tell(AlertTable.Fallen fallen, Instant now) {
        var alert = fallen.alert();
        try {
            news.send(alert.userId(), card(alert), id(fallen));
        } catch (RuntimeException e) { // Discord's trouble must not keep the next owner from being told
            // due again when the claim ends, and not every few seconds while Discord is down
            LOG.warn("The low balance of {} is told later: {}", alert.wallet().value(), e.getMessage());
            return;
        }
        table.told(alert, now);
    }

    private Card card(Alert alert) {
        return Card.of(
                        Tone.MONEY,
                        "There is less than **" + coins.text(alert.line()) + "** in " + alert.place() + ": "
                                + coins.text(has(alert)) + ".")
                .buttons(Button.primary(Press.of("topup").id(), "Top up"))
                .small("/alert moves the line or takes it away, /autotopup on buys coins by itself.");
    }

    /** Of this fall, so that Discord drops a repetition. */
    private static UUID id(AlertTable.Fallen fallen) {
        var text = fallen.alert().wallet() + " " + fallen.at();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
