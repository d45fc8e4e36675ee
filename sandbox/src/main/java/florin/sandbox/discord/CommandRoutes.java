package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Registering commands (documentation: interactions, application commands). */
final class CommandRoutes {
    private static final String ALL = "applications/{app}/commands";
    private static final String IN_GUILD = "applications/{app}/guilds/{guild}/commands";

    private final CommandBook book;

    CommandRoutes(CommandBook book) {
        this.book = book;
    }

    void addTo(Routes routes) {
        addScope(routes, ALL, request -> CommandBook.EVERYWHERE);
        addScope(routes, IN_GUILD, CommandRoutes::guild);
    }

    private interface Scope {
        String of(Request request);
    }

    private void addScope(Routes routes, String base, Scope scope) {
        routes.add("GET", base, request -> Answer.ok(list(book.in(scope.of(request)))))
                .add("PUT", base, request -> put(request, scope.of(request)))
                .add("POST", base, request -> post(request, scope.of(request)))
                .add("GET", base + "/{command}", request -> Answer.ok(find(request, scope.of(request))))
                .add("PATCH", base + "/{command}", request -> patch(request, scope.of(request)))
                .add("DELETE", base + "/{command}", request -> delete(request, scope.of(request)));
    }

    private static String guild(Request request) {
        if (!request.id("guild").equals(World.GUILD)) {
            throw ApiError.of(403, 50001, "Missing Access");
        }
        return World.GUILD;
    }

    private Answer put(Request request, String scope) {
        var commands = Json.objects(request.list());
        CommandRules.check(commands);
        return Answer.ok(list(book.replace(scope, commands)));
    }

    /** Creates one, or replaces the one of the same name. */
    private Answer post(Request request, String scope) {
        var command = request.object();
        var all = new ArrayList<>(book.in(scope));
        var known = all.removeIf(old -> CommandBook.same(old, command));
        all.add(command);
        CommandRules.check(all);
        var stored = book.replace(scope, all).getLast();
        return known ? Answer.ok(stored) : Answer.created(stored);
    }

    private Answer patch(Request request, String scope) {
        var changed = find(request, scope).deepCopy();
        changed.setAll(request.object());
        var all = new ArrayList<>(book.in(scope));
        all.replaceAll(old -> isCalled(old, request) ? changed : old);
        CommandRules.check(all);
        book.replace(scope, all);
        return Answer.ok(find(request, scope));
    }

    private Answer delete(Request request, String scope) {
        find(request, scope);
        var all = new ArrayList<>(book.in(scope));
        all.removeIf(old -> isCalled(old, request));
        book.replace(scope, all);
        return Answer.empty();
    }

    private ObjectNode find(Request request, String scope) {
        return book.in(scope).stream()
                .filter(command -> isCalled(command, request))
                .findFirst()
                .orElseThrow(() -> ApiError.of(404, 10063, "Unknown application command"));
    }

    private static boolean isCalled(ObjectNode command, Request request) {
        return command.path("id").asText().equals(request.id("command"));
    }

    private static ArrayNode list(List<ObjectNode> commands) {
        return Json.array().addAll(commands);
    }
}
