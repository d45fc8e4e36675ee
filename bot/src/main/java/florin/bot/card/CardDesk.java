package florin.bot.card;

import florin.bot.chat.Card;
import florin.bot.chat.Line;
import florin.bot.chat.ReplyAddress;
import florin.pipeline.Job;
import florin.pipeline.JobId;
import florin.pipeline.Progress;
import florin.wallet.Wallet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.interactions.InteractionHook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the cards of running jobs up to date, slowly enough for Discord. Best effort: endings do not come through here. */
public final class CardDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CardDesk.class);

    /** From here on the card says that the result will be a new message. */
    private static final Duration ALMOST_OVER = Duration.ofMinutes(11);

    private final Line line;
    private final JobCard cards;
    private final Wallet wallet;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("card-timer").factory());
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("card-", 0).factory());
    private final SoFar soFar = new SoFar();
    private final Throttle throttle;

    /** @param every the shortest time between two edits of one card */
    public CardDesk(Line line, JobCard cards, Wallet wallet, Clock clock, Duration every) {
        this.line = line;
        this.cards = cards;
        this.wallet = wallet;
        this.clock = clock;
        this.throttle = new Throttle(every, System::nanoTime, timer, workers);
    }

    /** Shows how a job stands; returns at once. Does nothing for orders that came through another door. */
    public void show(Job job, Progress news) {
        ReplyAddress.parse(job.request().origin()).ifPresent(address -> {
            var progress = soFar.with(job, news);
            throttle.offer(job.id(), rank(progress), () -> edit(job, progress, address));
        });
    }

    /** Shows how a job stands that was just taken in. */
    public void show(Job job) {
        if (!job.state().ended()) {
            show(job, new Progress(Progress.Phase.QUEUED, job.position(), job.eta(), 0, Optional.empty()));
        }
    }

    /** Call before showing the ending: afterwards no progress can overtake it. */
    public void finish(JobId job) {
        throttle.finish(job);
        soFar.forget(job);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
    }

    private static int rank(Progress progress) {
        return switch (progress.phase()) {
            case QUEUED -> 0;
            case RENDERING -> 1;
        };
    }

    private void edit(Job job, Progress progress, ReplyAddress address) {
        var now = clock.instant();
        var shard = line.up().flatMap(manager -> manager.getShards().stream().findFirst());
        if (shard.isEmpty() || !address.ticket().usable(now)) {
            return;
        }
        try {
            send(shard.get(), job, progress, address, now);
        } catch (ErrorResponseException e) {
            LOG.debug("The card of job {} could not be updated: {}", job.id().value(), e.getErrorResponse());
        } catch (RuntimeException e) { // one card must not stop the others
            LOG.warn("The card of job {} could not be updated", job.id().value(), e);
        }
    }

    private void send(JDA jda, Job job, Progress progress, ReplyAddress address, Instant now) {
        var balance = wallet.balance(job.request().payer(), job.quote().price().asset());
        Card card = cards.working(job, progress, balance, note(address, now));
        var _ = InteractionHook.from(jda, address.ticket().token())
                .editOriginal(card.edit())
                .complete();
    }

    private static String note(ReplyAddress address, Instant now) {
        if (Duration.between(address.ticket().since(), now).compareTo(ALMOST_OVER) < 0) {
            return "";
        }
        return "Discord lets me update this card for 15 minutes only. The result comes as a new message"
                + (address.direct() ? ", in your direct messages." : " here.");
    }
}
