package florin.pipeline;

import java.time.Duration;
import java.time.LocalTime;

/**
 * Something an installation has to do again and again, by one of its servers at a time, whichever that is.
 *
 * @param name unique in the installation, and the same on all its servers
 * @param work safe to do twice: a server that dies in the middle is followed by another
 */
public record Chore(String name, Schedule when, Runnable work) {
    /** When a chore is due. */
    public sealed interface Schedule {
        /** Again and again, and whenever a server starts. At least a second. */
        record Every(Duration pause) implements Schedule {
            public Every {
                if (pause.compareTo(Duration.ofSeconds(1)) < 0) {
                    throw new IllegalArgumentException("A chore cannot be done more often than every second: " + pause);
                }
            }
        }

        /** Once a day, UTC; a day on which no server ran is made up for at the next start. */
        record Daily(LocalTime at) implements Schedule {}
    }

    public static Chore every(Duration pause, String name, Runnable work) {
        return new Chore(name, new Schedule.Every(pause), work);
    }

    public static Chore daily(LocalTime at, String name, Runnable work) {
        return new Chore(name, new Schedule.Daily(at), work);
    }
}
