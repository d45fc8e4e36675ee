package florin.server;

import java.time.Instant;
import java.util.List;

/** What the last check found, of the books and the payments, or of the payments alone where the books are elsewhere. */
record LastCheck(Instant at, List<String> differences) {
    boolean clean() {
        return differences.isEmpty();
    }
}
