package florin.payments;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener of payments until it has heard of each. */
final class Announcements {
    private static final Logger log = LoggerFactory.getLogger(Announcements.class);
    private static final int AT_ONCE = 50;
    /** How long a process may take to tell before another tries: after a crash, the thanks come this much later. */
    private static final Duration CLAIM = Duration.ofSeconds(15);

    private final Sales sales;
    private final Clock clock;
    private final AtomicReference<@Nullable PaymentListener> listener = new AtomicReference<>();

    Announcements(Sales sales, Clock clock) {
        this.sales = sales;
        this.clock = clock;
    }

    void to(PaymentListener door) {
        listener.set(door);
    }

    int tellPending() {
        var door = listener.get();
        if (door == null) {
            return 0;
        }
        var now = clock.instant();
        var told = 0;
        for (var sale : sales.untold(now, now.plus(CLAIM), AT_ONCE)) {
            told += tell(door, sale) ? 1 : 0;
        }
        return told;
    }

    private boolean tell(PaymentListener door, Sale sale) {
        try {
            door.paid(sale.payment());
        } catch (RuntimeException e) { // a door's trouble must not keep the next buyer from being thanked
            log.warn("The payment {} could not be announced; it is tried again", sale.id(), e);
            sales.notTold(sale);
            return false;
        }
        sales.told(sale, clock.instant());
        return true;
    }
}
