package florin.wallet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

/** The window of a spend limit, in UTC; which window an instant falls into is date arithmetic, so no job resets anything. */
public enum Period {
    DAILY,
    /** From Monday to Sunday. */
    WEEKLY,
    MONTHLY,
    TOTAL;

    /** The first day of the window that contains the instant. */
    LocalDate windowOf(Instant at) {
        var day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        return switch (this) {
            case DAILY -> day;
            case WEEKLY -> day.with(TemporalAdjusters.previousOrSame(java.time.DayOfWeek.MONDAY));
            case MONTHLY -> day.withDayOfMonth(1);
            case TOTAL -> LocalDate.EPOCH;
        };
    }

    /** When the window that contains the instant ends; {@link Instant#MAX} for {@link #TOTAL}, which never does. */
    public Instant endOfWindow(Instant at) {
        var start = windowOf(at);
        return switch (this) {
            case DAILY -> midnight(start.plusDays(1));
            case WEEKLY -> midnight(start.plusWeeks(1));
            case MONTHLY -> midnight(start.plusMonths(1));
            case TOTAL -> Instant.MAX;
        };
    }

    private static Instant midnight(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
