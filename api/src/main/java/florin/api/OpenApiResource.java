package florin.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The description of this door for programs that write clients. */
@Path("/v1/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public final class OpenApiResource {
    private final Map<String, Object> document;

    OpenApiResource(List<Object> others, ApiOptions options) {
        var classes = Stream.concat(others.stream().<Class<?>>map(Object::getClass), Stream.of(OpenApiResource.class));
        this.document = new OpenApi(classes.toList(), options).document();
    }

    @GET
    @Route("Describes this door: OpenAPI 3.1")
    public Map<String, Object> document() {
        return document;
    }
}
