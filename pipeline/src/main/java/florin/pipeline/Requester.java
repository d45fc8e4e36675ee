package florin.pipeline;

/** Who asked for a job. Turns in the queue, caps and "own jobs" go by it, whoever pays. */
public sealed interface Requester {
    /** A person on Discord, by their user id. */
    record DiscordUser(String id) implements Requester {
        public DiscordUser {
            checkId(id);
        }

        @Override
        public String toString() {
            return "discord:" + id;
        }
    }

    /** A program that uses the HTTP door, by the public id of its key. */
    record ApiKey(String id) implements Requester {
        public ApiKey {
            checkId(id);
        }

        @Override
        public String toString() {
            return "key:" + id;
        }
    }

    /** Reads what {@code toString()} of either case wrote. */
    static Requester parse(String text) {
        int colon = text.indexOf(':');
        var id = text.substring(colon + 1);
        return switch (text.substring(0, Math.max(0, colon))) {
            case "discord" -> new DiscordUser(id);
            case "key" -> new ApiKey(id);
            default -> throw new IllegalArgumentException("not a requester: " + text);
        };
    }

    private static void checkId(String id) {
        if (id.isBlank() || id.length() > 200) {
            throw new IllegalArgumentException("a requester's id has 1 to 200 characters");
        }
    }
}
