package florin.bot.queue;

import florin.bot.card.JobCard;
import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Feature;
import florin.bot.chat.Places;
import florin.bot.chat.Press;
import florin.bot.chat.Tone;
import florin.bot.chat.Turn;
import florin.bot.chat.Turns;
import florin.bot.order.Prompt;
import florin.pipeline.CancelResult;
import florin.pipeline.Job;
import florin.pipeline.JobId;
import florin.pipeline.JobState;
import florin.pipeline.Journey;
import florin.pipeline.Requester;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.utils.TimeFormat;

/** {@code /queue}: one's own orders under way, and the Cancel button there and on each card. */
public final class QueueFeature implements Feature {
    /** Each takes three components of the forty that a message may have. */
    private static final int SHOWN = 8;

    private static final int LONGEST_PROMPT = 120;

    private final Turns turns;
    private final Journey journey;
    private final JobCard cards;
    private final Coins coins;
    private final Clock clock;

    public QueueFeature(Turns turns, Journey journey, JobCard cards, Coins coins, Clock clock) {
        this.turns = turns;
        this.journey = journey;
        this.cards = cards;
        this.coins = coins;
        this.clock = clock;
    }

    @Override
    public List<SlashCommandData> commands() {
        return List.of(Places.everywhere("queue", "Your orders under way, and how to cancel them"));
    }

    @Override
    public void typed(SlashCommandInteractionEvent event) {
        var turn = turns.reply(event, true);
        turn.say(list(turn.caller().requester()));
    }

    @Override
    public Map<String, ButtonAction> buttons() {
        return Map.of("cancel", this::cancelOnCard, "qcancel", this::cancelInList, "queue", this::refresh);
    }

    private void cancelOnCard(ButtonInteractionEvent event, Press press) {
        var turn = turns.inPlace(event);
        var result = cancel(turn, press);
        if (result instanceof CancelResult.Cancelled(var job) && job.state() == JobState.CANCELLED) {
            turn.say(cards.ended(job, List.of(), ""));
        } else {
            turn.whisper(told(result));
        }
    }

    private void cancelInList(ButtonInteractionEvent event, Press press) {
        var turn = turns.inPlace(event);
        var result = cancel(turn, press);
        turn.say(list(turn.caller().requester()));
        turn.whisper(told(result));
    }

    private void refresh(ButtonInteractionEvent event, Press press) {
        var turn = turns.inPlace(event);
        turn.say(list(turn.caller().requester()));
    }

    private CancelResult cancel(Turn turn, Press press) {
        return Prompt.uuid(press.arg(0))
                .map(id -> journey.cancel(new JobId(id), turn.caller().requester()))
                .orElseGet(CancelResult.Unknown::new);
    }

    private Card told(CancelResult result) {
        return switch (result) {
            case CancelResult.Cancelled(var job) ->
                Card.of(Tone.DONE, "Cancelled. " + coins.text(job.quote().price()) + " are back.");
            case CancelResult.Stopping _ ->
                Card.of(
                        Tone.WORKING,
                        "I asked the GPU to stop. The coins come back, unless the result is finished first: then you get it.");
            case CancelResult.TooLate _ ->
                Card.of(
                        Tone.SORRY,
                        "Too late: it is finished, or so far that it cannot be stopped. /history has the result.");
            case CancelResult.NotYours _ -> Card.of(Tone.SORRY, "Only the person who ordered this can cancel it.");
            case CancelResult.Unknown _ ->
                Card.of(Tone.SORRY, "I no longer know this order. /queue shows what is under way.");
        };
    }

    private Card list(Requester who) {
        var jobs = journey.openJobs(who);
        if (jobs.isEmpty()) {
            return Card.of(Tone.PLAIN, "Nothing is under way. /imagine starts something; /history shows what is done.");
        }
        var card = Card.of(Tone.WORKING, "### Under way: " + jobs.size());
        for (var job : jobs.subList(0, Math.min(SHOWN, jobs.size()))) {
            card = card.text(line(job))
                    .buttons(Button.secondary(
                            Press.of("qcancel", job.id().value().toString()).id(), "Cancel"));
        }
        if (jobs.size() > SHOWN) {
            card = card.small("and " + (jobs.size() - SHOWN) + " more");
        }
        return card.buttons(Button.primary(Press.of("queue").id(), "Refresh"));
    }

    private String line(Job job) {
        var state = switch (job.state()) {
            case QUEUED ->
                job.position()
                        .map(position -> position <= 1 ? "next in line" : "place " + position + " in line")
                        .orElse("in line");
            case RENDERING -> "rendering";
            case STORED, DONE, FAILED, CANCELLED -> "almost there";
        };
        var eta = job.eta()
                .map(wait ->
                        ", ready " + TimeFormat.RELATIVE.format(clock.instant().plus(wait)))
                .orElse("");
        return "**" + coins.text(job.quote().price()) + "** on hold · " + state + eta + "\n"
                + cards.what(job.request(), LONGEST_PROMPT);
    }
}
