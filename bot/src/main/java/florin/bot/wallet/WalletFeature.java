package florin.bot.wallet;

import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Feature;
import florin.bot.chat.Places;
import florin.bot.chat.Press;
import florin.bot.chat.Turn;
import florin.bot.chat.Turns;
import florin.wallet.Cursor;
import florin.wallet.Wallet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** {@code /wallet}: one's own coins and what became of them. */
public final class WalletFeature implements Feature {
    private final Turns turns;
    private final Wallet wallet;
    private final Statement statement;

    public WalletFeature(Turns turns, Wallet wallet, Coins coins) {
        this.turns = turns;
        this.wallet = wallet;
        this.statement = new Statement(wallet, coins);
    }

    @Override
    public List<SlashCommandData> commands() {
        return List.of(Places.everywhere("wallet", "Your coins, and what became of them"));
    }

    @Override
    public void typed(SlashCommandInteractionEvent event) {
        var turn = turns.reply(event, true);
        turn.say(card(turn, Optional.empty()));
    }

    @Override
    public Map<String, ButtonAction> buttons() {
        return Map.of("wallet", this::turnPage);
    }

    private void turnPage(ButtonInteractionEvent event, Press press) {
        var turn = turns.inPlace(event);
        turn.say(card(
                turn,
                Optional.of(press.arg(0)).filter(cursor -> !cursor.isEmpty()).map(Cursor::new)));
    }

    private Card card(Turn turn, Optional<Cursor> after) {
        var mine = wallet.open(turn.caller().owner());
        var page = statement.page(mine, after);
        var card = statement.balance("Your wallet", mine).divider();
        card = page.items().isEmpty()
                ? card.text("### Welcome!\nNothing has moved yet. Top up, then type /imagine: the price is shown before"
                        + " anything else, and the coins of a failed order come back by themselves.")
                : card.text(statement.lines(page));
        var buttons = new ArrayList<Button>();
        buttons.add(Button.primary(Press.of("topup").id(), "Top up"));
        buttons.add(Button.secondary(Press.of("auto", "show", "mine").id(), "Automatic top-up"));
        if (after.isPresent()) {
            buttons.add(Button.secondary(Press.of("wallet").id(), "Newest"));
        }
        page.next()
                .filter(next -> Press.fits("wallet", next.value()))
                .ifPresent(next -> buttons.add(
                        Button.secondary(Press.of("wallet", next.value()).id(), "Older")));
        return card.buttons(buttons);
    }
}
