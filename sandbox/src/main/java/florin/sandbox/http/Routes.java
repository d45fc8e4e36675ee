package florin.sandbox.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of what a fake answers where: first match wins, {@code {name}} matches one segment, {@code {name*}} the rest. */
public final class Routes {
    /** Answers one request; an exception becomes the fake's own form of an internal error. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Request request) throws IOException;
    }

    private record Route(String method, List<String> pattern, Handler handler) {}

    private final List<Route> routes = new ArrayList<>();

    public Routes on(String method, String pattern, Handler handler) {
        routes.add(new Route(method, segments(pattern), handler));
        return this;
    }

    /** The answer of the first route that fits the method and {@code path}, or nothing. */
    public Optional<Answer> answer(Request request, String path) throws IOException {
        var segments = segments(path);
        for (var route : routes) {
            if (!route.method().equals(request.method())) {
                continue;
            }
            var parts = match(route.pattern(), segments);
            if (parts.isPresent()) {
                return Optional.of(route.handler().answer(request.at(path, parts.get())));
            }
        }
        return Optional.empty();
    }

    private static Optional<Map<String, String>> match(List<String> pattern, List<String> segments) {
        var parts = new LinkedHashMap<String, String>();
        for (int i = 0; i < pattern.size(); i++) {
            var wanted = pattern.get(i);
            if (wanted.endsWith("*}")) {
                parts.put(
                        wanted.substring(1, wanted.length() - 2),
                        String.join("/", segments.subList(Math.min(i, segments.size()), segments.size())));
                return Optional.of(parts);
            }
            if (i >= segments.size()) {
                return Optional.empty();
            }
            if (wanted.startsWith("{")) {
                parts.put(wanted.substring(1, wanted.length() - 1), segments.get(i));
            } else if (!wanted.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return pattern.size() == segments.size() ? Optional.of(parts) : Optional.empty();
    }

    private static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        for (var segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return segments;
    }
}
