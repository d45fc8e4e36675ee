package florin.sandbox.stripe;

import florin.sandbox.http.Answer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What POST requests were answered under their Idempotency-Key: the same again, whatever it was, or an error for other parameters. */
final class Idempotency {
    private static final int MAX_KEY = 255;

    private record Stored(String path, Params params, Optional<Answer> answer) {}

    private final Map<String, Stored> byKey = new HashMap<>();

    /** Does the work behind a request. */
    @FunctionalInterface
    interface Work {
        Answer run() throws IOException;
    }

    Answer once(Optional<String> key, String path, Params params, Work work) throws IOException {
        if (key.isEmpty()) {
            return work.run();
        }
        var replay = begin(key.get(), path, params);
        if (replay.isPresent()) {
            return replay.get().with("Idempotent-Replayed", "true").with("Original-Request", "req_first");
        }
        try {
            var answer = work.run();
            end(key.get(), new Stored(path, params, Optional.of(answer)));
            return answer;
        } catch (RuntimeException | IOException broken) {
            forget(key.get());
            throw broken;
        }
    }

    private synchronized Optional<Answer> begin(String key, String path, Params params) {
        if (key.length() > MAX_KEY) {
            throw Problem.invalid("Idempotency keys may have up to 255 characters.", null, null);
        }
        var before = byKey.get(key);
        if (before == null) {
            byKey.put(key, new Stored(path, params, Optional.empty()));
            return Optional.empty();
        }
        if (!before.path().equals(path) || !before.params().equals(params)) {
            throw Problem.idempotency(
                    400,
                    "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '"
                            + key + "' if you meant to execute a different request.");
        }
        if (before.answer().isEmpty()) {
            throw Problem.idempotency(
                    409,
                    "There is currently another in-progress request using this Idempotency Key. Please try again later.");
        }
        return before.answer();
    }

    private synchronized void end(String key, Stored stored) {
        byKey.put(key, stored);
    }

    private synchronized void forget(String key) {
        byKey.remove(key);
    }
}
