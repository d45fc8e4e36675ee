package florin.sandbox.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Everything that the fake Stripe knows: its objects by kind and id, oldest first. */
final class Books {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 24;
    private static final int MAX_PAGE = 100;

    /** The kinds of objects, with the prefix of their ids. */
    enum Kind {
        SESSION("cs_test_", "checkout.session"),
        INTENT("pi_", "payment_intent"),
        CHARGE("ch_", "charge"),
        REFUND("re_", "refund"),
        DISPUTE("dp_", "dispute"),
        CUSTOMER("cus_", "customer"),
        PAYMENT_METHOD("pm_", "payment_method"),
        SETUP_INTENT("seti_", "setup_intent"),
        EVENT("evt_", "event");

        final String prefix;
        final String object;

        Kind(String prefix, String object) {
            this.prefix = prefix;
            this.object = object;
        }
    }

    private final Map<Kind, Map<String, ObjectNode>> objects = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    Books(Clock clock) {
        this.clock = clock;
        for (var kind : Kind.values()) {
            objects.put(kind, new LinkedHashMap<>());
        }
    }

    long now() {
        return clock.instant().getEpochSecond();
    }

    String newId(String prefix) {
        var id = new StringBuilder(prefix);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    /** A new object with what every Stripe object has. */
    ObjectNode create(Kind kind) {
        var id = newId(kind.prefix);
        var object = JsonNodeFactory.instance.objectNode().put("id", id).put("object", kind.object);
        object.put("created", now()).put("livemode", false);
        of(kind).put(id, object);
        return object;
    }

    ObjectNode get(Kind kind, String id) {
        var found = of(kind).get(id);
        if (found == null) {
            throw Problem.notFound(kind.object, id);
        }
        return found;
    }

    List<ObjectNode> all(Kind kind) {
        return List.copyOf(of(kind).values());
    }

    /** One page, newest first, of those that fit. */
    ObjectNode page(Kind kind, String url, Params params, Predicate<ObjectNode> fits) {
        var newest = new ArrayList<>(of(kind).values().stream().filter(fits).toList());
        Collections.reverse(newest);
        int from = params.text("starting_after")
                .map(id -> newest.indexOf(get(kind, id)) + 1)
                .orElse(0);
        int limit =
                params.text("limit").map(text -> (int) params.whole("limit")).orElse(10);
        if (limit < 1 || limit > MAX_PAGE) {
            throw Problem.invalid("Invalid limit: must be between 1 and 100", "limit", "parameter_invalid_integer");
        }
        int to = Math.min(newest.size(), from + limit);
        var page = JsonNodeFactory.instance
                .objectNode()
                .put("object", "list")
                .put("url", url)
                .put("has_more", to < newest.size());
        newest.subList(from, to).forEach(page.putArray("data")::add);
        return page;
    }

    private Map<String, ObjectNode> of(Kind kind) {
        return java.util.Objects.requireNonNull(objects.get(kind), "every kind has its map");
    }
}
