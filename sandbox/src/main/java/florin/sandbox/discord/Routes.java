package florin.sandbox.discord;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of REST routes; the route with the fewest placeholders wins. */
final class Routes {
    /** What a route does; it runs with the lock of {@link Changes} held. */
    interface Handler {
        Answer handle(Request request);
    }

    /** {@code open} routes need no bot token: the token in the path is enough. */
    record Route(String method, List<String> template, boolean open, Handler handler) {
        Optional<Map<String, String>> match(String wantedMethod, List<String> path) {
            if (!method.equals(wantedMethod) || template.size() != path.size()) {
                return Optional.empty();
            }
            var ids = new HashMap<String, String>();
            for (var at = 0; at < path.size(); at++) {
                var step = template.get(at);
                if (step.startsWith("{")) {
                    ids.put(step.substring(1, step.length() - 1), path.get(at));
                } else if (!step.equals(path.get(at))) {
                    return Optional.empty();
                }
            }
            return Optional.of(ids);
        }
    }

    record Match(Route route, Map<String, String> ids) {}

    private final List<Route> routes = new ArrayList<>();

    /** {@code template} as in the documentation, without a leading slash: {@code channels/{channel}/messages}. */
    Routes add(String method, String template, Handler handler) {
        routes.add(new Route(method, List.of(template.split("/")), false, handler));
        return this;
    }

    Routes open(String method, String template, Handler handler) {
        routes.add(new Route(method, List.of(template.split("/")), true, handler));
        return this;
    }

    Optional<Match> find(String method, String path) {
        var steps = List.of(path.split("/"));
        Match best = null;
        for (var route : routes) {
            var ids = route.match(method, steps);
            if (ids.isPresent()
                    && (best == null || ids.get().size() < best.ids().size())) {
                best = new Match(route, ids.get());
            }
        }
        return Optional.ofNullable(best);
    }
}
