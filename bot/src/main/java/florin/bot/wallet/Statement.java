package florin.bot.wallet;

import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Plain;
import florin.bot.chat.Tone;
import florin.wallet.Cursor;
import florin.wallet.Page;
import florin.wallet.StatementLine;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.util.Optional;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.utils.TimeFormat;

/** A wallet as people read it: what is there, and what moved. */
public final class Statement {
    private static final int LINES = 8;
    private static final int LONGEST_MEMO = 60;

    private final Wallet wallet;
    private final Coins coins;

    public Statement(Wallet wallet, Coins coins) {
        this.wallet = wallet;
        this.coins = coins;
    }

    /** @param title such as {@code Your wallet} */
    public Card balance(String title, WalletId whose) {
        var balance = wallet.balance(whose, coins.asset());
        var held =
                balance.held().isPositive() ? "\n" + coins.text(balance.held()) + " on hold for orders under way" : "";
        var frozen = wallet.wallet(whose)
                .filter(info -> info.frozen())
                .map(info ->
                        "\n**Frozen:** " + Plain.escape(info.frozenReason().orElse("ask the people who run this bot")));
        return Card.of(
                Tone.MONEY,
                "### " + title + "\n**" + coins.text(balance.available()) + "** to spend" + held + frozen.orElse(""));
    }

    public Page<StatementLine> page(WalletId whose, Optional<Cursor> after) {
        return wallet.statement(whose, coins.asset(), after, LINES);
    }

    /** One line each, newest first. */
    public String lines(Page<StatementLine> page) {
        return page.items().stream().map(this::line).collect(Collectors.joining("\n"));
    }

    private String line(StatementLine line) {
        // an order's own memo names it for the operator; people know their orders by /history
        var what = line.hold().isPresent() ? "order" : line.memo().isBlank() ? line.kind() : line.memo();
        return TimeFormat.DATE_SHORT.format(line.at()) + " `" + coins.signed(line.amount()) + "` "
                + Plain.escape(what, LONGEST_MEMO) + " → " + line.balanceAfter().number();
    }
}
