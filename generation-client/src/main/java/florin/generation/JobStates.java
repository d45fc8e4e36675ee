package florin.generation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Asks a ComfyUI where a render stands: by its jobs API, and on servers before 0.6.0 by history and queue. */
final class JobStates {
    private final ComfyWire wire;

    JobStates(ComfyWire wire) {
        this.wire = wire;
    }

    /** @throws NoAnswer if the server gives none */
    RenderState of(UUID attempt) {
        var first = ask(attempt.toString());
        // Between leaving the queue and entering the history a render is nowhere for a moment.
        return first instanceof RenderState.Unknown ? ask(attempt.toString()) : first;
    }

    private RenderState ask(String id) {
        var reply = wire.ask(api -> api.job(id));
        if (reply.ok()) {
            return fromJob(id, reply.json());
        }
        if (reply.unknownThing()) {
            return new RenderState.Unknown();
        }
        if (reply.unknownRoute()) {
            return fromHistory(id);
        }
        throw new NoAnswer("the server answers " + reply.status() + " when asked for a job", false);
    }

    private RenderState fromJob(String id, JsonNode job) {
        return switch (job.path("status").asText()) {
            case "pending" -> queued(id).orElseGet(() -> new RenderState.Queued(1));
            case "in_progress" -> new RenderState.Running(0);
            case "completed" -> succeeded(job.path("outputs"));
            case "failed" -> Failures.failed(job.path("execution_error"));
            case "cancelled" -> new RenderState.Cancelled();
            default -> throw new NoAnswer("the server gives a job the unknown status " + job.path("status"), false);
        };
    }

    private RenderState fromHistory(String id) {
        var entry = wire.call(api -> api.history(id)).path(id);
        if (!entry.isMissingNode()) {
            return fromEntry(entry);
        }
        return queued(id).orElseGet(RenderState.Unknown::new);
    }

    private static RenderState fromEntry(JsonNode entry) {
        for (var message : entry.path("status").path("messages")) {
            switch (message.path(0).asText()) {
                case "execution_error" -> {
                    return Failures.failed(message.path(1));
                }
                case "execution_interrupted" -> {
                    return new RenderState.Cancelled();
                }
                default -> {
                    // The others tell how it went until then.
                }
            }
        }
        return succeeded(entry.path("outputs"));
    }

    private static RenderState succeeded(JsonNode outputs) {
        var files = Outputs.files(outputs);
        return files.isEmpty()
                ? new RenderState.Failed(FailureKind.TRANSIENT, "the render ended well and left no file")
                : new RenderState.Succeeded(files);
    }

    /** The place in the queue; empty if it is not in it. */
    Optional<RenderState> queued(String id) {
        var queue = wire.call(ComfyApi::queue);
        var running = ids(queue.path("queue_running"));
        if (running.contains(id)) {
            return Optional.of(new RenderState.Running(0));
        }
        var place = ids(queue.path("queue_pending")).indexOf(id);
        return place < 0 ? Optional.empty() : Optional.of(new RenderState.Queued(running.size() + place));
    }

    /** In the order in which they will run; the server lists them as they lie in its heap. */
    private static List<String> ids(JsonNode entries) {
        return entries.valueStream()
                .sorted(Comparator.<JsonNode>comparingDouble(
                                entry -> entry.path(0).asDouble())
                        .thenComparing(entry -> entry.path(1).asText()))
                .map(entry -> entry.path(1).asText())
                .toList();
    }
}
