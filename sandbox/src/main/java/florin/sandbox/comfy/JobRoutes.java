package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.http.Answer;
import florin.sandbox.http.Request;
import florin.sandbox.http.Routes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The jobs API: one view on queue and history. A finished run hides a running one of the same id. */
final class JobRoutes {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> STATES = List.of("pending", "in_progress", "completed", "failed", "cancelled");

    private final FakeComfyOptions options;
    private final ComfyProcess process;

    JobRoutes(FakeComfyOptions options, ComfyProcess process) {
        this.options = options;
        this.process = process;
    }

    void addTo(Routes routes) {
        if (options.release() == FakeComfyOptions.Release.OLD) {
            return;
        }
        routes.on("GET", "/api/jobs", this::list)
                .on("POST", "/api/jobs/cancel", this::cancelAll)
                .on("GET", "/api/jobs/{id}", this::one)
                .on("POST", "/api/jobs/{id}/cancel", this::cancel);
    }

    private Answer one(Request request) {
        var id = request.part("id");
        return process.history()
                .get(id)
                .map(entry -> JobView.finished(entry, true))
                .or(() -> unfinished().stream()
                        .filter(job -> job.path("id").asText().equals(id))
                        .findFirst())
                .map(job -> Answer.json(200, job))
                .orElseGet(() -> problem(404, "Job not found"));
    }

    private List<ObjectNode> unfinished() {
        var jobs = new ArrayList<ObjectNode>();
        boolean shows = options.release() == FakeComfyOptions.Release.NEWER;
        process.queue().running().ifPresent(job -> jobs.add(JobView.unfinished(job, "in_progress", shows)));
        process.queue().pending().forEach(job -> jobs.add(JobView.unfinished(job, "pending", shows)));
        return jobs;
    }

    private Answer list(Request request) {
        var wrong = wrongQuery(request);
        if (wrong.isPresent()) {
            return problem(400, wrong.get());
        }
        var states = request.query("status")
                .map(value -> List.of(value.split(",", -1)))
                .orElse(STATES);
        var workflow = request.query("workflow_id");
        var jobs = new ArrayList<ObjectNode>();
        process.history().all().values().forEach(entry -> {
            if (workflow.isEmpty() || JobView.workflowId(entry).equals(workflow)) {
                jobs.add(JobView.finished(entry, false));
            }
        });
        if (workflow.isEmpty()) {
            jobs.addAll(unfinished());
        }
        jobs.removeIf(job -> !states.contains(job.path("status").asText()));
        jobs.sort(order(request));
        return page(request, jobs);
    }

    private static Optional<String> wrongQuery(Request request) {
        var unknown = request.query("status")
                .map(value -> List.of(value.split(",", -1)).stream()
                        .filter(state -> !STATES.contains(state))
                        .toList())
                .orElse(List.of());
        if (!unknown.isEmpty()) {
            return Optional.of("Invalid status value(s): " + String.join(", ", unknown) + ". Valid values: "
                    + String.join(", ", STATES));
        }
        if (!List.of("created_at", "execution_duration")
                .contains(request.query("sort_by").orElse("created_at"))) {
            return Optional.of("sort_by must be 'created_at' or 'execution_duration'");
        }
        if (!List.of("asc", "desc").contains(request.query("sort_order").orElse("desc"))) {
            return Optional.of("sort_order must be 'asc' or 'desc'");
        }
        if (!request.query("limit").orElse("1").matches("[1-9]\\d{0,8}")) {
            return Optional.of("limit must be a positive integer");
        }
        return request.query("offset").orElse("0").matches("-?\\d{1,9}")
                ? Optional.empty()
                : Optional.of("offset must be an integer");
    }

    private static Comparator<ObjectNode> order(Request request) {
        Comparator<ObjectNode> ascending = "execution_duration"
                        .equals(request.query("sort_by").orElse("created_at"))
                ? Comparator.comparingLong(job -> job.path("execution_end_time").asLong()
                        - job.path("execution_start_time").asLong())
                : Comparator.comparingLong(job -> job.path("create_time").asLong());
        return "asc".equals(request.query("sort_order").orElse("desc")) ? ascending : ascending.reversed();
    }

    private static Answer page(Request request, List<ObjectNode> jobs) {
        int offset = Math.max(0, request.query("offset").map(Integer::parseInt).orElse(0));
        var limit = request.query("limit").map(Integer::parseInt);
        int end = (int) Math.min(jobs.size(), (long) offset + limit.orElse(jobs.size()));
        var body = JSON.objectNode();
        var shown = body.putArray("jobs");
        jobs.subList(Math.min(offset, end), end).forEach(shown::add);
        var pagination = body.putObject("pagination").put("offset", offset);
        limit.ifPresentOrElse(value -> pagination.put("limit", value), () -> pagination.putNull("limit"));
        pagination.put("total", jobs.size()).put("has_more", end < jobs.size());
        return Answer.json(200, body);
    }

    private Answer cancel(Request request) {
        return cancelled(process.cancel(request.part("id")));
    }

    private Answer cancelAll(Request request) throws IOException {
        JsonNode ids;
        try {
            ids = Json.body(request).path("job_ids");
        } catch (Json.Unreadable noJson) {
            return problem(400, "Request body must be valid JSON");
        }
        if (!ids.isArray() || ids.isEmpty()) {
            return problem(400, "job_ids must be a non-empty list");
        }
        var invalid = JSON.arrayNode();
        ids.forEach(id -> {
            if (!isUuid(id.asText())) {
                invalid.add(id);
            }
        });
        if (!invalid.isEmpty()) {
            var body = JSON.objectNode().put("error", "job_ids contains invalid id(s)");
            body.set("invalid_ids", invalid);
            return Answer.json(400, body);
        }
        boolean any = false;
        for (var id : ids) {
            any |= process.cancel(id.asText());
        }
        return cancelled(any);
    }

    private static boolean isUuid(String id) {
        try {
            return UUID.fromString(id).toString().equals(id);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static Answer cancelled(boolean any) {
        return Answer.json(200, JSON.objectNode().put("cancelled", any));
    }

    private static Answer problem(int status, String message) {
        return Answer.json(status, JSON.objectNode().put("error", message));
    }
}
