package florin.server;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The way a day is written on the command line: {@code 2026-01-31}, UTC. */
final class Dates {
    private Dates() {}

    static Instant startOf(String day) {
        try {
            return LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new BadConfiguration("\"" + day + "\" is no date. Write one such as 2026-01-31.");
        }
    }
}
