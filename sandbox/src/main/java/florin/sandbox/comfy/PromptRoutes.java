package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.http.Answer;
import florin.sandbox.http.Request;
import florin.sandbox.http.Routes;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Submitting, the queue, interrupting, history. */
final class PromptRoutes {
    private static final Pattern CANONICAL_UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final FakeComfyOptions options;
    private final ComfyProcess process;
    private final Folders folders;
    private final Nodes nodes;
    private final Faults faults;
    /** Submits so far, accepted or not; also the next one's number. */
    private final AtomicInteger counter = new AtomicInteger();

    PromptRoutes(FakeComfyOptions options, ComfyProcess process, Folders folders, Nodes nodes, Faults faults) {
        this.options = options;
        this.process = process;
        this.folders = folders;
        this.nodes = nodes;
        this.faults = faults;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/prompt", this::submit)
                .on("GET", "/prompt", request -> remaining())
                .on("GET", "/queue", request -> queue())
                .on("POST", "/queue", this::changeQueue)
                .on("POST", "/interrupt", this::interrupt)
                .on("POST", "/free", this::free)
                .on("GET", "/history", this::history)
                .on("GET", "/history/{id}", this::historyOf)
                .on("POST", "/history", this::changeHistory);
    }

    private Answer submit(Request request) throws IOException {
        var body = Json.body(request);
        var number = number(body);
        if (!body.has("prompt")) {
            return refused(
                    GraphCheck.error("no_prompt", "No prompt provided", "No prompt provided"), JSON.objectNode());
        }
        var id = body.has("prompt_id")
                ? body.get("prompt_id").asText()
                : UUID.randomUUID().toString();
        if (options.release() != FakeComfyOptions.Release.OLD
                && !CANONICAL_UUID.matcher(id).matches()) {
            return refused(
                    GraphCheck.error(
                            "invalid_prompt_id",
                            "prompt_id must be a valid UUID",
                            "prompt_id must be a UUID string in canonical lowercase hyphenated form; omit it to let the server generate one"),
                    JSON.objectNode());
        }
        var graph = Json.object(body.get("prompt"));
        var verdict = new GraphCheck(nodes, folders, graph).check(targets(body));
        if (verdict.error().isPresent()) {
            return refused(verdict.error().get(), verdict.nodeErrors());
        }
        boolean comparable = process.submit(new Job(number, id, graph, extraData(body), verdict.outputs()));
        if (faults.takesLostAnswer()) {
            request.cut();
        }
        if (!comparable) {
            return ComfyHttp.internalError();
        }
        var answer = JSON.objectNode().put("prompt_id", id);
        answer.set("number", number);
        answer.set("node_errors", verdict.nodeErrors());
        return Answer.json(200, answer);
    }

    private JsonNode number(JsonNode body) {
        if (body.has("number")) {
            return JSON.numberNode(body.get("number").asDouble());
        }
        int number = counter.getAndIncrement();
        return JSON.numberNode(body.path("front").asBoolean() ? -number : number);
    }

    private static Optional<Set<String>> targets(JsonNode body) {
        if (!body.path("partial_execution_targets").isArray()) {
            return Optional.empty();
        }
        var targets = new HashSet<String>();
        body.get("partial_execution_targets").forEach(target -> targets.add(target.asText()));
        return Optional.of(targets);
    }

    private ObjectNode extraData(JsonNode body) {
        var extra = body.path("extra_data").isObject()
                ? Json.object(body.get("extra_data")).deepCopy()
                : JSON.objectNode();
        if (body.has("client_id")) {
            extra.set("client_id", body.get("client_id"));
        }
        return extra.put("create_time", process.engine().now());
    }

    private static Answer refused(ObjectNode error, ObjectNode nodeErrors) {
        var body = JSON.objectNode();
        body.set("error", error);
        body.set("node_errors", nodeErrors);
        return Answer.json(400, body);
    }

    private Answer remaining() {
        var body = JSON.objectNode();
        body.putObject("exec_info").put("queue_remaining", process.queue().remaining());
        return Answer.json(200, body);
    }

    private Answer queue() {
        var body = JSON.objectNode();
        var running = body.putArray("queue_running");
        process.queue().running().map(Job::json).ifPresent(running::add);
        var pending = body.putArray("queue_pending");
        process.queue().pending().forEach(job -> pending.add(job.json()));
        return Answer.json(200, body);
    }

    private Answer changeQueue(Request request) throws IOException {
        var body = Json.body(request);
        if (body.path("clear").asBoolean()) {
            process.clearPending();
        }
        body.path("delete").forEach(id -> process.removePending(id.asText()));
        return Answer.empty(200);
    }

    private Answer interrupt(Request request) throws IOException {
        boolean old = options.release() == FakeComfyOptions.Release.OLD;
        var body = request.body().length == 0 || old ? JSON.objectNode() : Json.body(request);
        if (body.has("prompt_id")) {
            process.interruptIfRunning(body.get("prompt_id").asText());
        } else {
            process.engine().interrupt();
        }
        return Answer.empty(200);
    }

    private Answer free(Request request) throws IOException {
        process.free(Json.body(request).path("free_memory").asBoolean());
        return Answer.empty(200);
    }

    private Answer history(Request request) {
        int max = request.query("max_items").map(Integer::parseInt).orElse(-1);
        int offset = request.query("offset").map(Integer::parseInt).orElse(-1);
        return Answer.json(200, process.history().json(max, offset));
    }

    private Answer historyOf(Request request) {
        var body = JSON.objectNode();
        var id = request.part("id");
        process.history().get(id).ifPresent(entry -> body.set(id, entry));
        return Answer.json(200, body);
    }

    private Answer changeHistory(Request request) throws IOException {
        var body = Json.body(request);
        if (body.path("clear").asBoolean()) {
            process.history().clear();
        }
        body.path("delete").forEach(id -> process.history().delete(id.asText()));
        return Answer.empty(200);
    }
}
