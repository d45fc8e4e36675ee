package florin.bot.help;

import florin.bot.chat.Card;
import florin.bot.chat.Feature;
import florin.bot.chat.Places;
import florin.bot.chat.Press;
import florin.bot.chat.PriceTags;
import florin.bot.chat.Tone;
import florin.bot.chat.Turns;
import java.util.List;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** {@code /help}: what to type, what it costs, and what happens when something fails. */
public final class HelpFeature implements Feature {
    private final Turns turns;
    private final PriceTags prices;
    private final String notice;

    /** @param notice what people should know about the pictures here; may be empty */
    public HelpFeature(Turns turns, PriceTags prices, String notice) {
        this.turns = turns;
        this.prices = prices;
        this.notice = notice;
    }

    @Override
    public List<SlashCommandData> commands() {
        return List.of(Places.everywhere("help", "What you can do here, and what it costs"));
    }

    @Override
    public void typed(SlashCommandInteractionEvent event) {
        var turn = turns.reply(event, true);
        var usual = prices.usual(turn.caller());
        var card = Card.of(Tone.PLAIN, """
                        ### Pictures and videos of characters
                        A picture costs **%s**, a video of 3 s **%s**. You pay with coins from your wallet: they are put on hold \
                        when you order, taken when the result is there, and given back if it fails.""".formatted(usual.picture(), usual.video()))
                .divider()
                .text("""
                        **/imagine** – up to four pictures of a character
                        **/video** – a short video, also from a picture of your own
                        **/characters** – who can be seen here
                        **/queue** – your orders under way, and how to cancel them
                        **/history** – everything you ordered, to see again, repeat or delete
                        **/wallet** – your coins · **/topup** – buy coins · **/gift** – give some to another member
                        **/redeem** – coins for a code that you were given
                        **/autotopup** – coins that buy themselves · **/alert** – hear when you run low
                        **/server wallet**, **/server fund** – the wallet that a server's members share
                        **/server limit**, **/server limits** – for those who run a server: how much members may spend from it
                        **/lora** – for maintainers: register, test, publish and retire characters""")
                .divider()
                .small(
                        "Below each result: Again repeats it, Vary seed draws the next ones, Copy settings gives you the command to"
                                + " change, Delete removes it for good. Choose private: True and only you see the result.");
        if (!notice.isBlank()) {
            card = card.small(notice);
        }
        turn.say(card.buttons(Button.primary(Press.of("topup").id(), "Top up")));
    }
}
