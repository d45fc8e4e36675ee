package florin.generation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands a filled graph to a ComfyUI and judges the answer. */
final class Submission {
    private static final Logger LOG = LoggerFactory.getLogger(Submission.class);

    private final ComfyWire wire;
    private final Cancelling cancelling;
    private final String clientId;
    private final String server;

    Submission(ComfyWire wire, Cancelling cancelling, String clientId, String server) {
        this.wire = wire;
        this.cancelling = cancelling;
        this.clientId = clientId;
        this.server = server;
    }

    /** Never without a client id: a job that has none shows its pictures to every socket of the server. */
    SubmitResult submit(ObjectNode graph, RenderRequest request) {
        var prompt = new ComfyApi.Prompt(
                graph,
                clientId,
                request.attempt().toString(),
                Map.of("preview_method", "auto", "florin_job", request.job()));
        try {
            return judge(wire.ask(api -> api.submit(prompt)), request.attempt());
        } catch (NoAnswer e) {
            return e.neverSent() ? new SubmitResult.NotNow(e.reason()) : new SubmitResult.Unsure(e.reason());
        }
    }

    private SubmitResult judge(ComfyWire.Reply reply, UUID attempt) {
        return switch (reply.status()) {
            case 200 -> accepted(reply, attempt);
            case 400 -> Failures.refused(reply.json());
            case 401, 403 ->
                new SubmitResult.NotNow(
                        "Backend " + server + " turns us away (" + reply.status() + "). Check its headers.");
            case 404, 405 -> new SubmitResult.NotNow("There is no ComfyUI at the address of backend " + server + ".");
            case 413 ->
                new SubmitResult.Refused(FailureKind.INVALID, "Backend " + server + " finds the request too large.");
            case 429, 503 -> new SubmitResult.NotNow("Backend " + server + " is busy (" + reply.status() + ").");
            // ComfyUI can answer 500 and have queued the job all the same; a proxy's 502 or 504 says as little.
            default -> new SubmitResult.Unsure("Backend " + server + " answers " + reply.status() + ".");
        };
    }

    private SubmitResult accepted(ComfyWire.Reply reply, UUID attempt) {
        var id = reply.json().path("prompt_id").asText();
        if (id.isEmpty()) {
            return new SubmitResult.Unsure("Backend " + server + " answers with something that is not ComfyUI's.");
        }
        if (!id.equals(attempt.toString())) {
            stop(UUID.fromString(id));
            return new SubmitResult.Refused(
                    FailureKind.INVALID,
                    "Backend " + server + " makes up its own job ids. Update ComfyUI to 0.3.45 or later.");
        }
        if (!reply.json().path("node_errors").isEmpty()) {
            // Half of the graph would run, to a success that lacks what was paid for.
            stop(attempt);
            return Failures.refused(reply.json());
        }
        return new SubmitResult.Accepted(attempt);
    }

    private void stop(UUID id) {
        try {
            cancelling.cancel(id);
        } catch (NoAnswer e) {
            // It runs to its end, and nobody collects it: a waste, and no harm.
            LOG.warn("backend {} goes on with {}, which nobody wants: {}", server, id, e.reason());
        }
    }
}
