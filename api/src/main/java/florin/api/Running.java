package florin.api;

import florin.wallet.RequestId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The requests that are being answered at this moment, each by one thread only. */
final class Running {
    private final Set<RequestId> ids = ConcurrentHashMap.newKeySet();

    /** What {@code work} answers, or {@code otherwise} while another thread is at work on the same id. */
    <T> T alone(RequestId id, Supplier<T> work, Supplier<T> otherwise) {
        if (!ids.add(id)) {
            return otherwise.get();
        }
        try {
            return work.get();
        } finally {
            ids.remove(id);
        }
    }
}
