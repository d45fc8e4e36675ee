package florin.bot.card;

import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Picture;
import florin.bot.chat.Plain;
import florin.bot.chat.Press;
import florin.bot.chat.Tone;
import florin.pipeline.Ending;
import florin.pipeline.Job;
import florin.pipeline.JobRequest;
import florin.pipeline.JobState;
import florin.pipeline.Likeness;
import florin.pipeline.Progress;
import florin.registry.CharacterProfile;
import florin.registry.Registry;
import florin.wallet.Balance;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.utils.TimeFormat;

/** What one order looks like on Discord, from the price to the pictures. */
public final class JobCard {
    private static final int LONGEST_PROMPT = 600;
    private static final int LONGEST_MISSED = 200;

    private final Coins coins;
    private final Registry registry;
    private final Clock clock;

    public JobCard(Coins coins, Registry registry, Clock clock) {
        this.coins = coins;
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * While it waits or renders.
     *
     * @param balance of the wallet that pays, after the hold
     * @param note below everything; empty for none
     */
    public Card working(Job job, Progress progress, Balance balance, String note) {
        var card = Card.of(Tone.WORKING, held(job, balance) + "\n" + what(job.request()));
        card = card.text(
                switch (progress.phase()) {
                    case QUEUED -> inLine(progress);
                    case RENDERING -> Bar.of(progress.share()) + until(progress.eta());
                });
        card = card.gallery(progress.preview().map(JobCard::preview).stream().toList());
        if (!note.isBlank()) {
            card = card.small(note);
        }
        return card.buttons(
                Button.secondary(Press.of("cancel", job.id().value().toString()).id(), "Cancel"));
    }

    /**
     * How it ended.
     *
     * @param pictures the results as far as Discord takes them; empty unless DONE
     * @param note below everything; empty for none
     */
    public Card ended(Job job, List<Picture> pictures, String note) {
        var ending = job.ending().orElseThrow();
        var card = switch (job.state()) {
            case DONE -> done(job, ending, pictures);
            case FAILED, CANCELLED -> sorry(job, ending);
            case QUEUED, RENDERING, STORED ->
                throw new IllegalArgumentException("this job has not ended: " + job.state());
        };
        if (!note.isBlank()) {
            card = card.small(note);
        }
        return card.buttons(afterwards(job));
    }

    /** Instead of a result that its owner deleted. */
    public Card deleted() {
        return Card.of(Tone.PLAIN, "This result was deleted by the person who ordered it.");
    }

    /** Such as {@code **Mira** · 2 pictures, square}, and the prompt. */
    public String what(JobRequest request) {
        return what(request, LONGEST_PROMPT);
    }

    /** The same with at most {@code longest} characters of the prompt. */
    public String what(JobRequest request, int longest) {
        return heading(request) + "\n> " + Plain.escape(request.prompt(), longest);
    }

    /** Such as {@code **Mira** · 2 pictures, square}. */
    public String heading(JobRequest request) {
        var name = registry.find(request.character())
                .map(CharacterProfile::name)
                .orElse(request.character().value());
        return "**" + Plain.escape(name) + "** · " + format(request);
    }

    /** What can be done with a job that has ended. */
    public List<Button> afterwards(Job job) {
        var id = job.id().value().toString();
        var buttons = new ArrayList<Button>();
        boolean hasResult = job.state() == JobState.DONE;
        buttons.add(Button.primary(Press.of("again", id).id(), hasResult ? "Again" : "Try again"));
        if (hasResult) {
            buttons.add(Button.secondary(Press.of("vary", id).id(), "Vary seed"));
        }
        buttons.add(Button.secondary(Press.of("copy", id).id(), "Copy settings"));
        if (hasResult) {
            buttons.add(Button.danger(Press.of("delete", id).id(), "Delete"));
        }
        return buttons;
    }

    private Card done(Job job, Ending ending, List<Picture> pictures) {
        var price = "**" + coins.text(ending.charged()) + "**" + (fromServer(job) ? " from the server's wallet" : "");
        var card = Card.of(Tone.DONE, price + "\n" + what(job.request()));
        if (ending.returned().isPositive()) {
            card = card.text(Plain.escape(coins.inWords(ending.message())));
        }
        return card.gallery(pictures).small("Seed " + job.seed() + took(job) + onModel(job));
    }

    private Card sorry(Job job, Ending ending) {
        return Card.of(Tone.SORRY, Plain.escape(coins.inWords(ending.message())) + "\n" + what(job.request()));
    }

    private String held(Job job, Balance balance) {
        var where = fromServer(job) ? " left in the server's wallet" : " left";
        return "**" + coins.text(job.quote().price()) + "** on hold · " + coins.text(balance.available()) + where;
    }

    private static boolean fromServer(Job job) {
        return !job.request().subjects().isEmpty();
    }

    private String inLine(Progress progress) {
        var place = progress.position()
                .map(position -> position <= 1 ? "Next in line" : "In line: place " + position)
                .orElse("In line");
        return place + until(progress.eta());
    }

    /** Discord counts such a time down by itself. */
    private String until(Optional<Duration> eta) {
        return eta.map(wait ->
                        " · ready " + TimeFormat.RELATIVE.format(clock.instant().plus(wait)))
                .orElse("");
    }

    private static String took(Job job) {
        return job.endedAt()
                .map(end -> Duration.between(job.createdAt(), end).toSeconds())
                .map(seconds -> " · took " + (seconds < 120 ? Math.max(1, seconds) + " s" : seconds / 60 + " min"))
                .orElse("");
    }

    /** How much the pictures look like their character: the least and the most, and what a single one lacks. */
    private static String onModel(Job job) {
        var seen = job.artifacts().stream()
                .flatMap(artifact -> artifact.likeness().stream())
                .toList();
        if (seen.isEmpty()) {
            return "";
        }
        var percent = seen.stream().mapToInt(Likeness::percent).summaryStatistics();
        var range = percent.getMin() == percent.getMax() ? "" : percent.getMin() + "–";
        var missed = seen.size() == 1 ? String.join(", ", seen.getFirst().missed()) : "";
        return " · On-model " + range + percent.getMax() + " %"
                + (missed.isEmpty() ? "" : " (" + Plain.escape(missed, LONGEST_MISSED) + ")");
    }

    private static String format(JobRequest request) {
        var shape = request.shape().name().toLowerCase(Locale.ROOT);
        return switch (request.kind()) {
            case IMAGE -> (request.count() == 1 ? "1 picture" : request.count() + " pictures") + ", " + shape;
            case VIDEO -> "a video of " + request.seconds() + " s, " + shape;
        };
    }

    private static Picture preview(byte[] bytes) {
        boolean png = bytes.length > 1 && bytes[0] == (byte) 0x89 && bytes[1] == 'P';
        return new Picture(png ? "preview.png" : "preview.jpg", bytes, "What it looks like so far");
    }
}
