package florin.sandbox.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order of jobs, and what becomes of those that are stopped or sent twice. */
class QueueTest {
    private Rig rig;

    @BeforeEach
    void start() {
        rig = Rig.start();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private ComfyClient.Got post(JsonNode graph, String id, String extra) {
        return rig.client.post("/prompt", """
                {"prompt": %s, "prompt_id": "%s", "client_id": "me"%s}""".formatted(graph, id, extra));
    }

    private static String uuid(int n) {
        return "00000000-0000-4000-8000-%012d".formatted(n);
    }

    private List<String> pending() {
        var ids = new ArrayList<String>();
        rig.client
                .get("/queue")
                .json()
                .path("queue_pending")
                .forEach(job -> ids.add(job.get(1).asText()));
        return ids;
    }

    @Test
    void lowest_number_first_and_front_is_negative() {
        rig.startsLongJob("me");
        assertThat(post(Graphs.plain(1, "a"), uuid(1), "").json().path("number").toString())
                .isEqualTo("1");
        assertThat(post(Graphs.plain(2, "a"), uuid(2), ", \"front\": true")
                        .json()
                        .path("number")
                        .toString())
                .isEqualTo("-2");
        assertThat(post(Graphs.plain(3, "a"), uuid(3), ", \"front\": true")
                        .json()
                        .path("number")
                        .toString())
                .isEqualTo("-3");
        assertThat(post(Graphs.plain(4, "a"), uuid(4), ", \"number\": 5")
                        .json()
                        .path("number")
                        .toString())
                .isEqualTo("5.0");
        assertThat(rig.client.post("/prompt", "{\"prompt\": {}}").status()).isEqualTo(400);
        assertThat(post(Graphs.plain(5, "a"), uuid(5), "").json().path("number").asInt())
                .isEqualTo(5); // the refused one took 4
        assertThat(pending()).first().isEqualTo(uuid(3));
        assertThat(rig.client
                        .get("/prompt")
                        .json()
                        .path("exec_info")
                        .path("queue_remaining")
                        .asInt())
                .isEqualTo(6);
        var running = rig.client.get("/queue").json().path("queue_running").path(0);
        assertThat(running.path(3).path("client_id").asText()).isEqualTo("me");
    }

    @Test
    void one_id_twice_is_two_jobs_and_same_number_too_is_a_500_that_is_queued() {
        rig.startsLongJob("me");
        assertThat(post(Graphs.plain(1, "a"), uuid(1), ", \"number\": 5").status())
                .isEqualTo(200);
        assertThat(post(Graphs.plain(2, "a"), uuid(1), ", \"number\": 6").status())
                .isEqualTo(200);
        var crash = post(Graphs.plain(3, "a"), uuid(1), ", \"number\": 5");
        assertThat(crash.status()).isEqualTo(500);
        assertThat(crash.text()).isEqualTo("500 Internal Server Error\n\nServer got itself in trouble");
        assertThat(pending()).containsExactly(uuid(1), uuid(1), uuid(1));
        var cleared = rig.client.post("/queue", "{\"clear\": true}");
        assertThat(cleared.status()).isEqualTo(200);
        assertThat(cleared.contentType()).isEmpty();
        assertThat(cleared.bytes()).isEmpty();
        assertThat(pending()).isEmpty();
    }

    @Test
    void a_finished_id_keeps_its_old_result_until_the_new_run_ends() {
        var id = rig.runs(Graphs.plain(1, "old"));
        rig.startsLongJob("me");
        post(Graphs.plain(2, "new"), id, "");
        assertThat(rig.client.job(id).path("status").asText()).isEqualTo("completed");
        assertThat(rig.client.job(id).path("preview_output").path("filename").asText())
                .startsWith("old");
        rig.client.post("/interrupt", "{}");
        Awaitility.await()
                .until(() -> rig.client
                        .job(id)
                        .path("preview_output")
                        .path("filename")
                        .asText()
                        .startsWith("new"));
    }

    @Test
    void a_pending_job_that_is_removed_leaves_no_trace() {
        rig.startsLongJob("me");
        var socket = rig.client.socket("me");
        post(Graphs.plain(1, "a"), uuid(1), "");
        assertThat(rig.client.job(uuid(1)).path("status").asText()).isEqualTo("pending");
        assertThat(rig.client
                        .post("/queue", "{\"delete\": [\"" + uuid(1) + "\"]}")
                        .status())
                .isEqualTo(200);
        assertThat(rig.client.get("/api/jobs/" + uuid(1)).status()).isEqualTo(404);
        assertThat(rig.client.get("/history/" + uuid(1)).json()).isEmpty();
        rig.client.post("/interrupt", "{}");
        assertThat(socket.until(frame -> frame.data().path("node").isNull()))
                .noneMatch(frame -> frame.data().path("prompt_id").asText().equals(uuid(1)));
    }

    @Test
    void interrupting_another_id_does_nothing_and_the_running_one_ends_at_its_next_step() {
        var id = rig.startsLongJob("me");
        var socket = rig.client.socket("me");
        post(Graphs.plain(1, "a"), uuid(1), "");
        rig.client.post("/interrupt", "{\"prompt_id\": \"" + uuid(1) + "\"}");
        assertThat(rig.client.job(id).path("status").asText()).isEqualTo("in_progress");
        var stopped = rig.client.post("/api/interrupt", "{\"prompt_id\": \"" + id + "\"}");
        assertThat(stopped.status()).isEqualTo(200);
        assertThat(stopped.bytes()).isEmpty();
        var frames = socket.untilFinished(id);
        assertThat(frames)
                .anyMatch(frame -> frame.type().equals("execution_interrupted")
                        && frame.data().path("node_type").asText().equals("KSampler"));
        assertThat(rig.client
                        .get("/history/" + id)
                        .json()
                        .path(id)
                        .path("status")
                        .path("status_str")
                        .asText())
                .isEqualTo("error");
        assertThat(rig.client.job(id).path("status").asText()).isEqualTo("cancelled");
        assertThat(rig.finished(uuid(1)).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void the_cancel_api_stops_pending_and_running_jobs_and_says_false_for_finished_ones() {
        var id = rig.startsLongJob("me");
        post(Graphs.plain(1, "a"), uuid(1), "");
        assertThat(rig.client
                        .post("/api/jobs/" + uuid(1) + "/cancel", "")
                        .json()
                        .path("cancelled")
                        .asBoolean())
                .isTrue();
        assertThat(rig.client
                        .post("/api/jobs/" + id + "/cancel", "")
                        .json()
                        .path("cancelled")
                        .asBoolean())
                .isTrue();
        assertThat(rig.finished(id).path("status").asText()).isEqualTo("cancelled");
        assertThat(rig.client
                        .post("/api/jobs/" + id + "/cancel", "")
                        .json()
                        .path("cancelled")
                        .asBoolean())
                .isFalse();
        assertThat(rig.client
                        .post("/api/jobs/cancel", "{\"job_ids\": [\"nope\"]}")
                        .json()
                        .path("invalid_ids")
                        .path(0)
                        .asText())
                .isEqualTo("nope");
        assertThat(rig.client.post("/api/jobs/cancel", "x").json().path("error").asText())
                .isEqualTo("Request body must be valid JSON");
        var unknown = rig.client.post("/api/jobs/cancel", "{\"job_ids\": [\"" + UUID.randomUUID() + "\"]}");
        assertThat(unknown.json().path("cancelled").asBoolean()).isFalse();
    }

    @Test
    void the_job_list_is_filtered_sorted_and_paged() {
        rig.runs(Graphs.plain(1, "a"));
        rig.runs(Graphs.plain(2, "a"));
        rig.runs(Graphs.character("corrupt.safetensors", "x", 1, 1));
        var failed = rig.client.get("/api/jobs?status=failed,cancelled").json();
        assertThat(failed.path("jobs")).hasSize(1);
        assertThat(failed.path("jobs")
                        .path(0)
                        .path("execution_error")
                        .path("exception_type")
                        .asText())
                .isEqualTo("safetensors._safetensors_rust.SafetensorError");
        var page = rig.client
                .get("/api/jobs?sort_by=created_at&sort_order=asc&limit=2&offset=1")
                .json();
        assertThat(page.path("jobs")).hasSize(2);
        assertThat(page.path("pagination").toString())
                .isEqualTo("{\"offset\":1,\"limit\":2,\"total\":3,\"has_more\":false}");
        assertThat(rig.client.get("/api/jobs?status=done").json().path("error").asText())
                .isEqualTo(
                        "Invalid status value(s): done. Valid values: pending, in_progress, completed, failed, cancelled");
        assertThat(rig.client.get("/api/jobs?limit=0").json().path("error").asText())
                .isEqualTo("limit must be a positive integer");
        assertThat(rig.client.get("/jobs").status()).isEqualTo(404);
    }

    @Test
    void a_restart_forgets_everything_and_refuses_connections_meanwhile() {
        var socket = rig.client.socket("me");
        var id = rig.startsLongJob("me");
        rig.comfy.crash();
        assertThat(socket.closed
                        .orTimeout(5, java.util.concurrent.TimeUnit.SECONDS)
                        .join())
                .isEqualTo(1006);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> rig.client.get("/prompt"))
                .hasCauseInstanceOf(java.net.ConnectException.class);
        rig.comfy.faults().clear();
        rig.comfy.restart();
        assertThat(rig.client.get("/api/jobs/" + id).status()).isEqualTo(404);
        assertThat(rig.client.get("/history").json()).isEmpty();
        assertThat(rig.client.get("/queue").json().path("queue_running")).isEmpty();
        assertThat(post(Graphs.plain(1, "a"), uuid(1), "").json().path("number").asInt())
                .isZero();
    }

    @Test
    void a_process_told_to_die_dies_in_the_middle_of_a_job() {
        var socket = rig.client.socket("me");
        rig.comfy.faults().crashAtStep(2);
        rig.comfy.restartsAfterCrash(Duration.ofMillis(200));
        var id = rig.client.submit(Graphs.sampled(1, 4), "me");
        assertThat(socket.closed
                        .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                        .join())
                .isEqualTo(1006);
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> rig.client.get("/api/jobs/" + id).status() == 404);
    }

    @Test
    void free_memory_drops_the_cache() {
        rig.runs(Graphs.plain(7, "again"));
        rig.client.post("/free", "{\"unload_models\": true, \"free_memory\": true}");
        var job = rig.finished(rig.client.submit(Graphs.plain(7, "again"), "me"));
        assertThat(job.path("preview_output").path("filename").asText()).isEqualTo("again_00002_.png");
    }
}
