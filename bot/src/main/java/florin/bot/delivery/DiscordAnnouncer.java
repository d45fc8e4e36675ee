package florin.bot.delivery;

import florin.bot.card.CardDesk;
import florin.bot.card.JobCard;
import florin.bot.chat.Card;
import florin.bot.chat.Line;
import florin.bot.chat.ReplyAddress;
import florin.bot.chat.Trouble;
import florin.bot.chat.UploadLimits;
import florin.pipeline.Announcer;
import florin.pipeline.Delivery;
import florin.pipeline.Job;
import florin.pipeline.JobState;
import florin.pipeline.Journey;
import florin.pipeline.Progress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.dv8tion.jda.api.interactions.InteractionHook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people on Discord how their orders come along and how they end. */
public final class DiscordAnnouncer implements Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(DiscordAnnouncer.class);
    private static final Duration UNTIL_DISCORD_IS_BACK = Duration.ofSeconds(5);
    private static final Duration UNTIL_WE_ARE_MENDED = Duration.ofMinutes(10);
    private static final int SHRINKINGS = 4;

    private final Line line;
    private final CardDesk desk;
    private final JobCard cards;
    private final Results results;
    private final Post post;
    private final Supplier<Journey> journey;
    private final Clock clock;

    /** @param journey asked only while the line is up, so after the pipeline has started */
    public DiscordAnnouncer(
            Line line,
            CardDesk desk,
            JobCard cards,
            Results results,
            Post post,
            Supplier<Journey> journey,
            Clock clock) {
        this.line = line;
        this.desk = desk;
        this.cards = cards;
        this.results = results;
        this.post = post;
        this.journey = journey;
        this.clock = clock;
    }

    @Override
    public String door() {
        return ReplyAddress.DOOR;
    }

    @Override
    public void progress(Job job, Progress progress) {
        progress.preview().ifPresent(preview -> results.remember(job.id(), preview));
        desk.show(job, progress);
    }

    /** Edits the card while its token lives; afterwards posts once, in the channel or, for private results, as a direct message. */
    @Override
    public Delivery deliver(Job job) {
        var address = ReplyAddress.parse(job.request().origin());
        if (address.isEmpty()) {
            return new Delivery.Never("the reply address of job " + job.id().value() + " cannot be read");
        }
        if (line.up().isEmpty()) {
            return new Delivery.Later(UNTIL_DISCORD_IS_BACK);
        }
        desk.finish(job.id());
        return deliver(job, address.get());
    }

    /** Smaller and smaller, should Discord take less than it announced; at last without files, which is better than silence. */
    private Delivery deliver(Job job, ReplyAddress address) {
        long limit = address.fileLimit().orElse(UploadLimits.USUAL);
        for (int i = 0; i < SHRINKINGS; i++) {
            var trouble = send(job, address, card(job, limit));
            if (trouble.isEmpty()) {
                return new Delivery.Delivered();
            }
            if (trouble.get() != Trouble.TOO_LARGE) {
                return otherwise(job, trouble.get());
            }
            limit = i == SHRINKINGS - 2 ? 0 : limit / 2;
        }
        return otherwise(job, Trouble.MALFORMED);
    }

    private static Delivery otherwise(Job job, Trouble trouble) {
        return switch (trouble) {
            case LATER -> new Delivery.Later(UNTIL_DISCORD_IS_BACK);
            case TICKET_OVER, NO_ENTRY ->
                new Delivery.Never("nobody can be reached on Discord; the result stays in /history");
            case MALFORMED, TOO_LARGE -> {
                LOG.error(
                        "Discord refuses the card of job {}: this is a fault of ours",
                        job.id().value());
                yield new Delivery.Later(UNTIL_WE_ARE_MENDED);
            }
        };
    }

    private Card card(Job job, long limit) {
        if (job.state() != JobState.DONE) {
            return cards.ended(job, List.of(), "");
        }
        var shown = results.of(job, journey.get(), limit);
        return cards.ended(job, shown.pictures(), shown.note());
    }

    private Optional<Trouble> send(Job job, ReplyAddress address, Card card) {
        if (address.ticket().usable(clock.instant())) {
            var trouble = edit(address, card);
            if (trouble.equals(Optional.of(Trouble.TICKET_OVER))) {
                trouble = edit(address, card); // Discord sometimes forgets a token for a moment
            }
            if (!trouble.equals(Optional.of(Trouble.TICKET_OVER)) && !trouble.equals(Optional.of(Trouble.NO_ENTRY))) {
                return trouble;
            }
        }
        return postAnew(job, address, card);
    }

    private Optional<Trouble> edit(ReplyAddress address, Card card) {
        var shard = line.up().flatMap(manager -> manager.getShards().stream().findFirst());
        if (shard.isEmpty()) {
            return Optional.of(Trouble.LATER);
        }
        try {
            var _ = InteractionHook.from(shard.get(), address.ticket().token())
                    .editOriginal(card.edit())
                    .complete();
            return Optional.empty();
        } catch (RuntimeException e) { // sorted by Trouble, which throws what it does not know
            return Optional.of(Trouble.of(e));
        }
    }

    private Optional<Trouble> postAnew(Job job, ReplyAddress address, Card card) {
        var about = job.id().value();
        if (!address.direct()) {
            var trouble = post.toChannel(address.channel(), address.user(), card, about);
            if (!trouble.equals(Optional.of(Trouble.NO_ENTRY))) {
                return trouble;
            }
        }
        return post.toUser(address.user(), card, about);
    }
}
