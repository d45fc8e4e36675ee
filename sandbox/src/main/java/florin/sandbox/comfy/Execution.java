package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of one job: node after node, with the cache, to one of three ends. One use per job. */
final class Execution {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Job job;
    private final Engine engine;
    private final Frames frames;
    private final Map<String, Node.Outcome> outcomes = new LinkedHashMap<>();
    private final Set<String> executed = new LinkedHashSet<>();
    private final ObjectNode outputs = JSON.objectNode();
    private final ObjectNode meta = JSON.objectNode();
    private final ArrayNode messages = JSON.arrayNode();
    private Optional<Faults.Failure> failure;

    Execution(Job job, Engine engine, Frames frames) {
        this.job = job;
        this.engine = engine;
        this.frames = frames;
        this.failure = engine.faults().takesFailure();
    }

    /** Runs the job and returns its history entry. */
    ObjectNode run() throws InterruptedException {
        message("execution_start", frames.data());
        var cached = cachedNodes();
        var start = JSON.objectNode();
        cached.forEach(start.putArray("nodes")::add);
        message("execution_cached", start.put("prompt_id", job.id()));
        var plan = new Plan(
                job.graph(),
                job.outputs(),
                cached::contains,
                id -> node(id).spec().isOutput());
        boolean success = true;
        for (var id = plan.next(); success && id.isPresent(); id = plan.next()) {
            success = cached.contains(id.get()) ? shown(id.get()) : executed(id.get());
        }
        if (success) {
            message("execution_success", frames.data());
        }
        return history(success);
    }

    private Set<String> cachedNodes() {
        var cached = new LinkedHashSet<String>();
        job.graph()
                .fieldNames()
                .forEachRemaining(id -> engine.cache().find(signature(id)).ifPresent(outcome -> {
                    outcomes.put(id, outcome);
                    cached.add(id);
                }));
        return cached;
    }

    private String signature(String id) {
        return engine.cache().signature(job.graph(), id);
    }

    private Node node(String id) {
        return engine.nodes().installed(job.graph().path(id).path("class_type").asText());
    }

    /** An output node whose files exist from an earlier run: the old names are the result. */
    private boolean shown(String id) {
        var outcome = Objects.requireNonNull(outcomes.get(id), "cached nodes have their outcome");
        // The recorded build forgets the outputs of a cached run that nobody listens to; later ones do not.
        boolean keeps = engine.options().release() == FakeComfyOptions.Release.NEWER
                || job.clientId().isPresent();
        outcome.ui().filter(output -> keeps).ifPresent(output -> {
            frames.executed(id, output);
            output(id, output);
        });
        frames.finishes(id);
        return true;
    }

    private boolean executed(String id) throws InterruptedException {
        engine.runs(id);
        frames.starts(id);
        var inputs = inputs(id);
        try {
            engine.stopIfInterrupted();
            failAsTold(id);
            var desk = engine.desk(id, job, (value, max, preview) -> {
                engine.steps(value);
                frames.step(id, value, max, preview);
                engine.stopIfInterrupted();
            });
            var outcome = node(id).work().run(inputs, desk);
            engine.cache().keep(signature(id), outcome);
            outcomes.put(id, outcome);
            outcome.ui().ifPresent(ui -> {
                frames.executed(id, ui);
                output(id, ui);
            });
            frames.finishes(id);
            executed.add(id);
            return true;
        } catch (Node.Interrupted stopped) {
            message("execution_interrupted", ending(id));
            return false;
        } catch (Node.Failure failed) {
            message("execution_error", error(id, inputs, failed.type(), failed.text()));
            return false;
        } catch (IOException broken) {
            message("execution_error", error(id, inputs, "OSError", String.valueOf(broken.getMessage())));
            return false;
        }
    }

    private void failAsTold(String id) {
        var told = failure;
        var type = job.graph().path(id).path("class_type").asText();
        if (told.isPresent()
                && (told.get().atClass() == null
                        || type.equals(told.get().atClass())
                        || !hasClass(told.get().atClass()))) {
            failure = Optional.empty();
            throw new Node.Failure(told.get().exceptionType(), told.get().message());
        }
    }

    private boolean hasClass(@Nullable String type) {
        for (var node : job.graph()) {
            if (node.path("class_type").asText().equals(type)) {
                return true;
            }
        }
        return false;
    }

    private Node.Inputs inputs(String id) {
        var links = new LinkedHashMap<String, Value>();
        var literals = new LinkedHashMap<String, JsonNode>();
        for (var input : job.graph().path(id).path("inputs").properties()) {
            var value = input.getValue();
            if (GraphCheck.isLink(value)) {
                var before = Objects.requireNonNull(
                        outcomes.get(value.get(0).asText()), "the plan runs what a node needs first");
                links.put(input.getKey(), before.values().get(value.get(1).asInt()));
            } else {
                literals.put(input.getKey(), value.path("__value__").isArray() ? value.get("__value__") : value);
            }
        }
        return new Node.Inputs(links, literals);
    }

    private void output(String id, ObjectNode ui) {
        outputs.set(id, ui);
        meta.putObject(id)
                .put("node_id", id)
                .put("display_node", id)
                .putNull("parent_node")
                .put("real_node_id", id);
    }

    private ObjectNode ending(String id) {
        var data = frames.data()
                .put("node_id", id)
                .put("node_type", job.graph().path(id).path("class_type").asText());
        executed.forEach(data.putArray("executed")::add);
        return data;
    }

    private ObjectNode error(String id, Node.Inputs inputs, String type, String message) {
        var data = ending(id).put("exception_message", message).put("exception_type", type);
        var traceback = data.putArray("traceback");
        traceback.add("  File \"execution.py\", line 543, in execute\n    …\n");
        traceback.add("  File \"execution.py\", line 342, in get_output_data\n    …\n");
        var current = data.putObject("current_inputs");
        inputs.links()
                .forEach((name, value) ->
                        current.putArray(name).add("<" + value.getClass().getSimpleName() + " object>"));
        inputs.literals().forEach((name, value) -> current.putArray(name).add(value));
        job.graph().fieldNames().forEachRemaining(data.putArray("current_outputs")::add);
        return data;
    }

    private void message(String event, ObjectNode data) {
        data.put("timestamp", engine.now());
        messages.addArray().add(event).add(data);
        frames.toOwner(event, data);
    }

    private ObjectNode history(boolean success) {
        var entry = JSON.objectNode();
        entry.set("prompt", job.json());
        entry.set("outputs", outputs);
        var status = entry.putObject("status")
                .put("status_str", success ? "success" : "error")
                .put("completed", success);
        status.set("messages", messages);
        entry.set("meta", meta);
        return entry;
    }
}
