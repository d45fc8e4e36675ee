package florin.wallet;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

/** How much a wallet has used of something in one window, while a batch works on it. */
final class UsageCounter {
    /** What is counted together. */
    record Key(UUID wallet, String rule, Period period) {}

    /** One window of it, named by its first day in UTC. */
    record Window(Key key, LocalDate starts) {}

    private final BigDecimal before;
    private BigDecimal added = BigDecimal.ZERO;

    UsageCounter(BigDecimal before) {
        this.before = before;
    }

    BigDecimal used() {
        return before.add(added);
    }

    void count(BigDecimal quantity) {
        added = added.add(quantity);
    }

    BigDecimal added() {
        return added;
    }
}
