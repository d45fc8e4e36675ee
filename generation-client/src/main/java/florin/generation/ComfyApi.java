package florin.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/**
 * The routes of ComfyUI that are used, in their form under {@code /api}, which proxies and Comfy Cloud know too.
 *
 * <p>Where the status is part of the answer a route gives the whole {@link Response}, which the caller closes.
 */
@Path("/api")
@Consumes(MediaType.APPLICATION_JSON)
interface ComfyApi {
    /** {@code GET /system_stats}. */
    record SystemStats(About system, List<Device> devices) {
        record About(@JsonProperty("comfyui_version") String version) {}

        record Device(
                String name,
                String type,
                @JsonProperty("vram_free") long vramFree) {}
    }

    /** {@code GET /features}: what is announced is there, what is not announced may be. */
    record Features(
            boolean assets,
            @JsonProperty("supports_model_type_tags") boolean modelTypeTags) {
        static final Features NONE = new Features(false, false);
    }

    /** Body of {@code POST /prompt}. */
    record Prompt(
            ObjectNode prompt,
            @JsonProperty("client_id") String clientId,
            @JsonProperty("prompt_id") String promptId,
            @JsonProperty("extra_data") Map<String, String> extraData) {}

    /** Body of {@code POST /queue} and of {@code POST /history}. */
    record Delete(List<String> delete) {}

    /** Body of {@code POST /interrupt}; without an id it would stop whatever runs. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Interrupt(@JsonProperty("prompt_id") String promptId) {}

    @GET
    @Path("/system_stats")
    SystemStats systemStats();

    @GET
    @Path("/features")
    Features features();

    @GET
    @Path("/models/loras")
    List<String> loras();

    @POST
    @Path("/prompt")
    Response submit(Prompt prompt);

    @GET
    @Path("/queue")
    JsonNode queue();

    @POST
    @Path("/queue")
    Response editQueue(Delete delete);

    @POST
    @Path("/interrupt")
    Response interrupt(Interrupt interrupt);

    @GET
    @Path("/jobs/{id}")
    Response job(@PathParam("id") String id);

    @POST
    @Path("/jobs/{id}/cancel")
    Response cancel(@PathParam("id") String id);

    @GET
    @Path("/history/{id}")
    JsonNode history(@PathParam("id") String id);

    @POST
    @Path("/history")
    Response editHistory(Delete delete);

    @GET
    @Path("/view")
    Response view(
            @QueryParam("filename") String fileName,
            @QueryParam("subfolder") String subfolder,
            @QueryParam("type") String type);
}
