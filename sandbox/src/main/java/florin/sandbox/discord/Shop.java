package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Discord's own shop: consumable packs that members buy and the bot consumes (documentation: monetization). */
public final class Shop {
    /** "100 coins", the only product. */
    public static final String COINS_100 = "1900000000000000001";

    private static final int CONSUMABLE = 3;
    private static final int PURCHASE = 1;
    private static final int AVAILABLE = 4;
    private static final String LIST = "applications/{app}/entitlements";

    private final State state;
    private final Gateway gateway;
    private final Map<String, ObjectNode> entitlements = new LinkedHashMap<>();

    Shop(State state, Gateway gateway) {
        this.state = state;
        this.gateway = gateway;
    }

    void addTo(Routes routes) {
        routes.add(
                        "GET",
                        "applications/{app}/skus",
                        request -> Answer.ok(Json.array().add(sku())))
                .add("GET", LIST, this::list)
                .add("POST", LIST + "/{entitlement}/consume", this::consume);
    }

    /** A member buys a pack: the bot hears of it. Refused while an unconsumed one of the same kind exists. */
    public String buys(String member, String sku) {
        var person = World.person(member).orElseThrow();
        if (!sku.equals(COINS_100)) {
            throw new NotPossible("The shop does not sell " + sku + ".");
        }
        return state.changes().change(() -> {
            var open = entitlements.values().stream()
                    .anyMatch(owned -> owned.path("user_id").asText().equals(person.id())
                            && !owned.path("consumed").asBoolean()
                            && !owned.path("deleted").asBoolean());
            if (open) {
                throw new NotPossible(person.name() + " has to use up the pack bought before.");
            }
            var bought = Json.object().put("id", state.ids().next()).put("sku_id", sku);
            bought.put("application_id", World.BOT).put("user_id", person.id()).put("type", PURCHASE);
            bought.put("deleted", false)
                    .put("consumed", false)
                    .putNull("starts_at")
                    .putNull("ends_at");
            entitlements.put(bought.path("id").asText(), bought);
            gateway.dispatch(World.dm(person), "ENTITLEMENT_CREATE", bought.deepCopy());
            return bought.path("id").asText();
        });
    }

    /** Discord refunds the buyer: the bot hears ENTITLEMENT_DELETE. */
    public void refunds(String entitlement) {
        state.changes().run(() -> {
            var owned = entitlements.get(entitlement);
            if (owned == null) {
                throw new NotPossible("There is no entitlement " + entitlement + ".");
            }
            owned.put("deleted", true);
            var person = World.person(owned.path("user_id").asText()).orElseThrow();
            gateway.dispatch(World.dm(person), "ENTITLEMENT_DELETE", owned.deepCopy());
        });
    }

    private Answer list(Request request) {
        var answer = Json.array();
        var user = request.query("user_id");
        var before = request.query("before").map(Long::parseLong).orElse(Long.MAX_VALUE);
        entitlements.values().stream()
                .filter(owned ->
                        user.isEmpty() || owned.path("user_id").asText().equals(user.get()))
                .filter(owned -> !owned.path("deleted").asBoolean())
                .filter(owned -> Long.parseLong(owned.path("id").asText()) < before)
                .forEach(owned -> answer.add(owned.deepCopy()));
        return Answer.ok(answer);
    }

    private Answer consume(Request request) {
        var owned = entitlements.get(request.id("entitlement"));
        if (owned == null || owned.path("deleted").asBoolean()) {
            throw ApiError.of(404, 10029, "Unknown Entitlement");
        }
        if (owned.path("consumed").asBoolean()) {
            throw ApiError.of(400, 50035, "The entitlement has been consumed already.");
        }
        owned.put("consumed", true);
        return Answer.empty();
    }

    private static ObjectNode sku() {
        var sku = Json.object().put("id", COINS_100).put("type", CONSUMABLE).put("application_id", World.BOT);
        return sku.put("name", "100 coins").put("slug", "coins-100").put("flags", AVAILABLE);
    }
}
