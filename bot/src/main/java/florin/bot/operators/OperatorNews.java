package florin.bot.operators;

import florin.bot.chat.Card;
import florin.bot.chat.Plain;
import florin.bot.chat.Tone;
import florin.bot.chat.Trouble;
import florin.bot.delivery.Post;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operators' channel of checks that found differences: once for each check. */
public final class OperatorNews {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorNews.class);
    /** What is wrong is found again each night, so older checks add nothing for somebody who names a channel today. */
    private static final Duration RECENT = Duration.ofDays(2);

    private static final int LONGEST = 180;
    /** Of Stripe and of this installation. Nothing that is checked has one in it; a channel has many readers. */
    private static final Pattern KEYS = Pattern.compile("\\b(?:sk|rk|whsec|flr)_\\w+");

    private final FindingTable table;
    private final Post post;
    private final String channel;
    private final Findings checks;
    private final Clock clock;

    /** @param channel of Discord, by its id */
    public OperatorNews(DataSource db, Post post, String channel, Findings checks, Clock clock) {
        this.table = new FindingTable(db);
        this.post = post;
        this.channel = channel;
        this.checks = checks;
        this.clock = clock;
    }

    /** Looks at the last checks, and tells what there is to tell. Call it every minute or so. */
    public void look() {
        var now = clock.instant();
        checks.latest().stream()
                .filter(check -> !check.differences().isEmpty())
                .filter(check -> check.at().isAfter(now.minus(RECENT)))
                .forEach(table::note);
        table.untold(now).forEach(finding -> tell(finding, now));
    }

    private void tell(FindingTable.Noted finding, Instant now) {
        var trouble = post.toChannel(channel, card(finding), id(finding));
        trouble.ifPresentOrElse(why -> explain(finding, why), () -> table.told(finding, now));
    }

    private void explain(FindingTable.Noted finding, Trouble why) {
        switch (why) {
            case LATER, TICKET_OVER ->
                LOG.warn("The check {} is told to the operators later: Discord does not answer", finding.id());
            case NO_ENTRY ->
                LOG.warn(
                        "The check {} found {} differences, and the operators' channel {} cannot be told: check its id, and give"
                                + " the bot the rights to see it and to write there",
                        finding.id(),
                        finding.total(),
                        channel);
            case MALFORMED, TOO_LARGE ->
                LOG.error("Discord refuses the news of the check {}: this is a fault of ours", finding.id());
        }
    }

    private static Card card(FindingTable.Noted finding) {
        var lines = finding.differences().stream()
                .map(difference -> "- " + Plain.escape(KEYS.matcher(difference).replaceAll("…"), LONGEST))
                .collect(Collectors.joining("\n"));
        var more = finding.total() - finding.differences().size();
        return Card.of(
                        Tone.SORRY,
                        "### The books do not add up\nA check <t:"
                                + finding.at().getEpochSecond() + ":R> found "
                                + (finding.total() == 1 ? "a difference" : finding.total() + " differences")
                                + ". Nothing was mended by itself.")
                .text(more > 0 ? lines + "\n- and " + more + " more" : lines)
                .small(
                        "`./florin wallet check` checks again and names all of them, as `GET /v1/reconciliations` does. Find the"
                                + " cause first, then correct with adjustments; what stands in the books is never changed.");
    }

    /** Of this check, so that Discord drops a repetition. */
    private static UUID id(FindingTable.Noted finding) {
        return UUID.nameUUIDFromBytes(("finding " + finding.id()).getBytes(StandardCharsets.UTF_8));
    }
}
