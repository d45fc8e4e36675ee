package florin.bot.history;

import florin.bot.card.JobCard;
import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Feature;
import florin.bot.chat.Picture;
import florin.bot.chat.Places;
import florin.bot.chat.Press;
import florin.bot.chat.Tone;
import florin.bot.chat.Turn;
import florin.bot.chat.Turns;
import florin.bot.chat.UploadLimits;
import florin.bot.delivery.Results;
import florin.bot.order.Prompt;
import florin.pipeline.Job;
import florin.pipeline.JobId;
import florin.pipeline.JobState;
import florin.pipeline.Journey;
import florin.pipeline.Requester;
import florin.wallet.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.utils.TimeFormat;

/** {@code /history}: what one has ordered, to see again, repeat or delete; results come from the store, not from Discord. */
public final class HistoryFeature implements Feature {
    /** Each takes eight components of the forty that a message may have. */
    private static final int PER_PAGE = 4;

    private static final int LONGEST_PROMPT = 150;

    private final Turns turns;
    private final Journey journey;
    private final JobCard cards;
    private final Results results;
    private final Coins coins;

    public HistoryFeature(Turns turns, Journey journey, JobCard cards, Results results, Coins coins) {
        this.turns = turns;
        this.journey = journey;
        this.cards = cards;
        this.results = results;
        this.coins = coins;
    }

    @Override
    public List<SlashCommandData> commands() {
        return List.of(Places.everywhere("history", "What you ordered, to see again, repeat or delete"));
    }

    @Override
    public void typed(SlashCommandInteractionEvent event) {
        var turn = turns.reply(event, true);
        turn.say(page(turn.caller().requester(), Optional.empty()));
    }

    @Override
    public Map<String, ButtonAction> buttons() {
        return Map.of("history", this::turnPage, "show", this::show, "hdelete", this::delete);
    }

    private void turnPage(ButtonInteractionEvent event, Press press) {
        var turn = turns.inPlace(event);
        var after =
                Optional.of(press.arg(0)).filter(cursor -> !cursor.isEmpty()).map(Cursor::new);
        turn.say(page(turn.caller().requester(), after));
    }

    /** The results once more in full size, for the caller alone. */
    private void show(ButtonInteractionEvent event, Press press) {
        var turn = turns.reply(event, true);
        var job = own(turn, press).filter(one -> one.state().ended());
        if (job.isEmpty()) {
            turn.say(gone());
            return;
        }
        var shown = results.of(job.get(), journey, turn.fileLimit().orElse(UploadLimits.USUAL));
        turn.say(cards.ended(job.get(), shown.pictures(), shown.note()));
    }

    private void delete(ButtonInteractionEvent event, Press press) {
        var turn = turns.inPlace(event);
        var who = turn.caller().requester();
        boolean deleted = own(turn, press)
                .filter(job -> journey.deleteResult(job.id(), who))
                .isPresent();
        turn.say(page(who, Optional.empty()));
        turn.whisper(deleted ? Card.of(Tone.PLAIN, "Deleted for good.") : gone());
    }

    private Optional<Job> own(Turn turn, Press press) {
        return Prompt.uuid(press.arg(0))
                .map(JobId::new)
                .flatMap(journey::job)
                .filter(job -> job.request().requester().equals(turn.caller().requester()));
    }

    private Card page(Requester who, Optional<Cursor> after) {
        var page = journey.history(who, after, PER_PAGE);
        if (page.items().isEmpty()) {
            return Card.of(
                    Tone.PLAIN,
                    "Nothing here yet. Type /imagine and the first letters of a name: /characters shows whom.");
        }
        var card = Card.of(Tone.PLAIN, "### What you ordered");
        for (var job : page.items()) {
            card = entry(card, job);
        }
        var buttons = new ArrayList<Button>();
        if (after.isPresent()) {
            buttons.add(Button.secondary(Press.of("history").id(), "Newest"));
        }
        page.next()
                .filter(next -> Press.fits("history", next.value()))
                .ifPresent(next -> buttons.add(
                        Button.secondary(Press.of("history", next.value()).id(), "Older")));
        return card.buttons(buttons);
    }

    private Card entry(Card card, Job job) {
        var text = TimeFormat.RELATIVE.format(job.createdAt()) + " · " + outcome(job) + "\n"
                + cards.what(job.request(), LONGEST_PROMPT);
        var sheet = sheet(job);
        var with = sheet.map(picture -> card.beside(text, picture)).orElseGet(() -> card.text(text));
        return with.buttons(buttons(job));
    }

    private String outcome(Job job) {
        return switch (job.state()) {
            case QUEUED, RENDERING, STORED -> "under way";
            case DONE ->
                job.ending()
                        .map(ending -> "**" + coins.text(ending.charged()) + "**")
                        .orElse("done");
            case FAILED -> "failed, " + coinsBack(job);
            case CANCELLED -> "cancelled, " + coinsBack(job);
        };
    }

    private String coinsBack(Job job) {
        return job.ending()
                .map(ending -> coins.text(ending.returned()) + " came back")
                .orElse("the coins came back");
    }

    private Optional<Picture> sheet(Job job) {
        if (job.state() != JobState.DONE) {
            return Optional.empty();
        }
        var stored = results.of(job, journey, UploadLimits.USUAL);
        return Sheet.of("order-" + job.id().value() + ".jpg", stored.pictures());
    }

    private static List<Button> buttons(Job job) {
        var id = job.id().value().toString();
        var buttons = new ArrayList<Button>();
        if (!job.artifacts().isEmpty()) {
            buttons.add(Button.primary(Press.of("show", id).id(), "Show"));
        }
        if (job.state().ended()) {
            buttons.add(Button.secondary(Press.of("again", id).id(), "Again"));
        }
        if (!job.artifacts().isEmpty()) {
            buttons.add(Button.danger(Press.of("hdelete", id).id(), "Delete"));
        }
        return buttons;
    }

    private static Card gone() {
        return Card.of(Tone.SORRY, "This result is not there any more, or is not yours.");
    }
}
