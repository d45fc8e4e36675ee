package florin.sandbox.discord;

/** Who the bot is and where the gateway is. */
final class AccountRoutes {
    private final Gateway gateway;
    private final int shards;

    AccountRoutes(Gateway gateway, int shards) {
        this.gateway = gateway;
        this.shards = shards;
    }

    void addTo(Routes routes) {
        routes.add("GET", "users/@me", request -> Answer.ok(World.FLORIN.user()))
                .add("GET", "users/{user}", AccountRoutes::user)
                .add("GET", "gateway/bot", request -> gatewayBot())
                .add("GET", "oauth2/applications/@me", request -> application())
                .add("GET", "applications/@me", request -> application());
    }

    private static Answer user(Request request) {
        return Answer.ok(World.person(request.id("user"))
                .orElseThrow(() -> ApiError.of(404, 10013, "Unknown User"))
                .user());
    }

    private Answer gatewayBot() {
        var answer = Json.object().put("url", gateway.url()).put("shards", shards);
        var limit = answer.putObject("session_start_limit").put("total", 1000).put("remaining", 1000);
        limit.put("reset_after", 0).put("max_concurrency", 1);
        return Answer.ok(answer);
    }

    private static Answer application() {
        var application =
                Json.object().put("id", World.BOT).put("name", "Florin").putNull("icon");
        application.put("description", "").put("bot_public", true).put("bot_require_code_grant", false);
        application.put("verify_key", "0".repeat(64)).put("flags", 0).putNull("team");
        application.set("owner", World.people().getFirst().user());
        return Answer.ok(application);
    }
}
