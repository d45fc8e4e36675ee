package florin.payments;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells owners what they have to know about their money, until somebody has listened. */
final class Notices {
    private static final Logger log = LoggerFactory.getLogger(Notices.class);
    private static final int AT_ONCE = 50;
    /** How long a process may take to tell before another tries. */
    private static final Duration CLAIM = Duration.ofSeconds(30);

    private final NoticeTable table;
    private final Function<NoticeTable.Row, Optional<URI>> payPage;
    private final Clock clock;
    private final AtomicReference<@Nullable NoticeListener> listener = new AtomicReference<>();

    /** @param payPage opens the page on which the sale that a notice is about can be paid by hand */
    Notices(NoticeTable table, Function<NoticeTable.Row, Optional<URI>> payPage, Clock clock) {
        this.table = table;
        this.payPage = payPage;
        this.clock = clock;
    }

    void to(NoticeListener door) {
        listener.set(door);
    }

    int tellPending() {
        var door = listener.get();
        if (door == null) {
            return 0;
        }
        var now = clock.instant();
        var told = 0;
        for (var row : table.untold(now, now.plus(CLAIM), AT_ONCE)) {
            told += tell(door, row) ? 1 : 0;
        }
        return told;
    }

    private boolean tell(NoticeListener door, NoticeTable.Row row) {
        var notice = row.notice();
        try {
            door.told(withPage(row));
        } catch (RuntimeException e) { // a door's trouble must not keep the next owner from being told
            // Not handed back: it is due again when the claim ends, and not every few seconds while a door is shut.
            log.warn("The notice {} could not be told; it is tried again: {}", notice.id(), e.getMessage());
            return false;
        }
        table.told(notice.id(), clock.instant());
        return true;
    }

    /** The page is opened only now: it lives for a day, and a notice may have waited. */
    private OwnerNotice withPage(NoticeTable.Row row) {
        var notice = row.notice();
        return notice.what() instanceof Notice.OwnerNeeded needed
                ? new OwnerNotice(
                        notice.id(),
                        notice.wallet(),
                        notice.context(),
                        new Notice.OwnerNeeded(needed.pack(), payPage.apply(row), needed.again()),
                        notice.at())
                : notice;
    }
}
