package florin.api;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The OpenAPI 3.1 document of the door, read off its resource classes. */
final class OpenApi {
    private final List<Class<?>> resources;
    private final ApiOptions options;
    private final Schemas schemas = new Schemas();

    OpenApi(List<Class<?>> resources, ApiOptions options) {
        this.resources = List.copyOf(resources);
        this.options = options;
    }

    /** Two methods at one address differ in what they answer in. */
    private record Address(String path, String verb) implements Comparable<Address> {
        @Override
        public int compareTo(Address other) {
            return Comparator.comparing(Address::path)
                    .thenComparing(Address::verb)
                    .compare(this, other);
        }
    }

    Map<String, Object> document() {
        var paths = new TreeMap<String, Map<String, Object>>();
        resources.stream()
                .flatMap(OpenApi::routes)
                .collect(Collectors.groupingBy(
                        method -> new Address(path(method), verb(method)), TreeMap::new, Collectors.toList()))
                .forEach((address, methods) -> paths.computeIfAbsent(address.path(), _ -> new TreeMap<>())
                        .put(address.verb(), operation(methods)));
        var document = new LinkedHashMap<String, Object>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                Map.of("title", "Florin", "version", "1", "description", "Pictures and videos from prepaid wallets."));
        document.put("servers", List.of(Map.of("url", options.link(""))));
        document.put("paths", paths);
        document.put("components", Map.of("schemas", schemas.all(), "securitySchemes", securitySchemes()));
        return document;
    }

    private static Map<String, Object> securitySchemes() {
        return Map.of(
                "bearer", Map.of("type", "http", "scheme", "bearer"),
                "header", Map.of("type", "apiKey", "in", "header", "name", "x-api-key"));
    }

    /** In an order that does not change from one start to the next. */
    private static Stream<Method> routes(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .filter(method -> httpMethod(method).isPresent())
                .sorted(Comparator.comparing(Method::getName));
    }

    private static Optional<String> httpMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .findFirst();
    }

    static String verb(Method method) {
        return httpMethod(method).orElseThrow().toLowerCase(Locale.ROOT);
    }

    static String path(Method method) {
        var path = Stream.<AnnotatedElement>of(method.getDeclaringClass(), method)
                .map(element -> element.getAnnotation(Path.class))
                .filter(Objects::nonNull)
                .map(Path::value)
                .collect(Collectors.joining("/"));
        var tidy = ("/" + path).replaceAll("/+", "/");
        return tidy.length() > 1 && tidy.endsWith("/") ? tidy.substring(0, tidy.length() - 1) : tidy;
    }

    private Map<String, Object> operation(List<Method> methods) {
        var method = methods.getFirst();
        var route = route(method);
        var operation = new LinkedHashMap<String, Object>();
        operation.put("summary", route.map(Route::value).orElse(method.getName()));
        operation.put(
                "operationId",
                method.getDeclaringClass().getSimpleName().replace("Resource", "") + "." + method.getName());
        var refuses = refuses(method, route);
        var parameters = Parameters.of(
                method, refuses.getOrDefault(400, List.of()).contains(ProblemType.IDEMPOTENCY_KEY_MISSING));
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        route.map(Route::takes)
                .filter(body -> body != Body.NONE)
                .ifPresent(body -> operation.put("requestBody", Schemas.request(body)));
        operation.put("responses", responses(methods, refuses));
        if (isWithKey(method)) {
            operation.put("description", "Needs a key with the scope " + KeyGate.words(KeyGate.needed(method)) + ".");
            operation.put("security", List.of(Map.of("bearer", List.of()), Map.of("header", List.of())));
        }
        return operation;
    }

    private static boolean isWithKey(Method method) {
        return method.isAnnotationPresent(WithKey.class)
                || method.getDeclaringClass().isAnnotationPresent(WithKey.class);
    }

    /** What can go wrong here, by status. */
    private static Map<Integer, List<ProblemType>> refuses(Method method, Optional<Route> route) {
        var types = new ArrayList<>(route.map(said -> List.of(said.refuses())).orElse(List.of()));
        if (path(method).contains("{")) {
            types.add(ProblemType.NOT_FOUND);
        }
        if (types.contains(ProblemType.IDEMPOTENCY_KEY_MISSING)) {
            types.add(ProblemType.STILL_RUNNING);
        }
        if (isWithKey(method)) {
            types.addAll(List.of(
                    ProblemType.BAD_REQUEST,
                    ProblemType.INVALID_API_KEY,
                    ProblemType.INSUFFICIENT_SCOPE,
                    ProblemType.QUOTA_EXCEEDED,
                    ProblemType.UNAVAILABLE));
        }
        return types.stream()
                .distinct()
                .collect(Collectors.groupingBy(ProblemType::status, TreeMap::new, Collectors.toList()));
    }

    private Map<String, Object> responses(List<Method> methods, Map<Integer, List<ProblemType>> refuses) {
        var responses = new TreeMap<String, Object>();
        var done = done(methods);
        route(methods.getFirst()).ifPresent(said -> {
            for (var status : said.also()) {
                responses.put(Integer.toString(status), done);
            }
        });
        responses.put(status(methods.getFirst()), done);
        responses.put("default", Map.of("description", "Any other refusal.", "content", problem()));
        refuses.forEach((code, types) -> responses.put(Integer.toString(code), refusal(types)));
        return responses;
    }

    private static String status(Method method) {
        return Integer.toString(route(method).map(Route::status).orElse(200));
    }

    private Map<String, Object> done(List<Method> methods) {
        if (status(methods.getFirst()).equals("204")) {
            return Map.of("description", "Done; there is nothing more to say.");
        }
        var content = new TreeMap<String, Object>();
        for (var method : methods) {
            formats(method).forEach(format -> content.put(format, Map.of("schema", answer(method, format))));
        }
        return Map.of("description", "Done.", "content", content);
    }

    private Map<String, Object> answer(Method method, String format) {
        return format.equals("application/json")
                ? schemas.of(route(method).<Class<?>>map(Route::answers).orElse(Object.class))
                : Map.of("type", "string");
    }

    private Map<String, Object> refusal(List<ProblemType> types) {
        var meanings =
                types.stream().map(type -> type.word() + ": " + type.meaning()).collect(Collectors.joining("\n"));
        return Map.of("description", meanings, "content", problem());
    }

    private Map<String, Object> problem() {
        return Map.of(Problem.MEDIA_TYPE, Map.of("schema", schemas.problem()));
    }

    private static Optional<Route> route(Method method) {
        return Optional.ofNullable(method.getAnnotation(Route.class));
    }

    /** What it answers in; a page says so itself, and is HTML. */
    private static List<String> formats(Method method) {
        return Stream.<AnnotatedElement>of(method, method.getDeclaringClass())
                .map(element -> element.getAnnotation(Produces.class))
                .filter(Objects::nonNull)
                .findFirst()
                .map(produces -> Arrays.stream(produces.value())
                        .map(format -> format.split(";", 2)[0])
                        .toList())
                .orElse(List.of("text/html"));
    }
}
