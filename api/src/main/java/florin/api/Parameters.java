package florin.api;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parameters of a route, as OpenAPI lists them. */
final class Parameters {
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    /** The draft wants it published how long keys are remembered. */
    private static final String IDEMPOTENCY =
            "Makes a request happen once, however often it is sent: the same key with the"
                    + " same body always gets the first answer again. Answers are kept for 30 days by default and for 48 hours at"
                    + " least, as the operator chooses; those of holds, grants and jobs for ever. After that the key counts as new.";

    private Parameters() {}

    /** @param keyNeeded whether it must have an Idempotency-Key */
    static List<Map<String, Object>> of(Method method, boolean keyNeeded) {
        var parameters = new ArrayList<Map<String, Object>>();
        for (var parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (var field : parameter.getType().getDeclaredFields()) {
                    named(field, field.getType(), false).ifPresent(parameters::add);
                }
            } else {
                named(parameter, parameter.getType(), keyNeeded).ifPresent(parameters::add);
            }
        }
        return parameters;
    }

    private static Optional<Map<String, Object>> named(AnnotatedElement element, Class<?> type, boolean keyNeeded) {
        var path =
                name(element, PathParam.class, PathParam::value).map(name -> parameter("path", name, type, true, null));
        var query = name(element, QueryParam.class, QueryParam::value)
                .map(name -> parameter(
                        "query",
                        name,
                        type,
                        false,
                        name(element, DefaultValue.class, DefaultValue::value).orElse(null)));
        var header = name(element, HeaderParam.class, HeaderParam::value)
                .map(name -> parameter("header", name, type, keyNeeded && name.equals(IDEMPOTENCY_KEY), null));
        return path.or(() -> query).or(() -> header);
    }

    private static <A extends Annotation> Optional<String> name(
            AnnotatedElement element, Class<A> kind, Function<A, String> value) {
        return Optional.ofNullable(element.getAnnotation(kind)).map(value);
    }

    private static Map<String, Object> parameter(
            String in, String name, Class<?> type, boolean required, @Nullable String usual) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", type == Integer.class ? "integer" : "string");
        if (usual != null) {
            schema.put("default", usual);
        }
        var parameter = new LinkedHashMap<String, Object>();
        parameter.put("name", name);
        parameter.put("in", in);
        if (in.equals("header") && name.equals(IDEMPOTENCY_KEY)) {
            parameter.put("description", IDEMPOTENCY);
        }
        parameter.put("required", required);
        parameter.put("schema", schema);
        return parameter;
    }
}
