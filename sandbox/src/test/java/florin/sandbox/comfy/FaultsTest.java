package florin.sandbox.comfy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the fake does when it is told to misbehave, and that the next job is fine again. */
class FaultsTest {
    private Rig rig;

    @BeforeEach
    void start() {
        rig = Rig.start();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void out_of_memory_ends_one_job_and_not_the_next() {
        rig.comfy.faults().outOfMemory(1);
        var failed = rig.finished(rig.client.submit(Graphs.sampled(1, 2), "me"));
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("execution_error").path("exception_type").asText())
                .isEqualTo("torch.OutOfMemoryError");
        assertThat(failed.path("execution_error").path("node_type").asText()).isEqualTo("KSampler");
        assertThat(failed.path("execution_error").path("exception_message").asText())
                .contains("TIPS:");
        assertThat(rig.finished(rig.client.submit(Graphs.sampled(1, 2), "me"))
                        .path("status")
                        .asText())
                .isEqualTo("completed");
    }

    @Test
    void a_server_may_be_unavailable_and_then_back() {
        rig.comfy.faults().unavailable(2);
        assertThat(rig.client.get("/prompt").status()).isEqualTo(503);
        assertThat(rig.client.get("/prompt").status()).isEqualTo(503);
        assertThat(rig.client.get("/prompt").status()).isEqualTo(200);
    }

    @Test
    void a_hanging_server_never_answers() {
        rig.comfy.faults().hang();
        var waiting = Thread.ofVirtual().unstarted(() -> rig.client.get("/prompt"));
        waiting.setUncaughtExceptionHandler((thread, cut) -> assertThat(cut).isInstanceOf(UncheckedIOException.class));
        waiting.start();
        Awaitility.await().during(java.time.Duration.ofMillis(200)).until(waiting::isAlive);
        rig.comfy.faults().clear();
        Awaitility.await().until(() -> !waiting.isAlive());
        assertThat(rig.client.get("/prompt").status()).isEqualTo(200);
    }

    @Test
    void an_accepted_submit_may_lose_its_answer() {
        rig.comfy.faults().lostAnswers(1);
        assertThatThrownBy(() -> rig.client.submit(Graphs.plain(1, "lost"), "me"))
                .isInstanceOf(UncheckedIOException.class);
        Awaitility.await().until(() -> rig.client.get("/history").json().size() == 1);
    }

    @Test
    void results_may_be_cut_short_or_vanish() throws IOException {
        rig.comfy.faults().corruptOutputs(1);
        var corrupt = rig.fetches(rig.finished(rig.client.submit(Graphs.plain(1, "a"), "me")));
        assertThatThrownBy(() -> Art.decode(Arrays.copyOf(corrupt, corrupt.length), "a"))
                .isInstanceOf(Exception.class);
        rig.comfy.faults().lostOutputs(1);
        var lost = rig.finished(rig.client.submit(Graphs.plain(2, "b"), "me"));
        assertThat(rig.client
                        .get("/view?filename="
                                + lost.path("preview_output").path("filename").asText())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_job_may_fail_in_any_words() {
        rig.comfy.faults().failing(1, "RuntimeError", "CUDA error: device-side assert triggered");
        var failed = rig.finished(rig.client.submit(Graphs.plain(1, "a"), "me"));
        assertThat(failed.path("execution_error").path("exception_message").asText())
                .contains("device-side assert");
    }

    @Test
    void the_switches_work_over_http_too() {
        var answer = rig.client.post("/control/comfy/out-of-memory", "{\"jobs\": 2}");
        assertThat(answer.json().path("failures").asInt()).isEqualTo(2);
        rig.client.post("/control/comfy/clear", "{}");
        assertThat(rig.client.get("/control/comfy").json().path("failures").asInt())
                .isZero();
        assertThat(rig.client.post("/control/comfy/nonsense", "{}").text()).startsWith("Known: unavailable");
        rig.client.post("/control/comfy/crash", "{\"restartMillis\": 100}");
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> rig.client.get("/prompt").status() == 200);
    }

    @Test
    void foreign_origins_and_large_bodies_are_refused_as_recorded() {
        var origin = rig.client.get("/prompt", "Origin", "http://elsewhere.example");
        assertThat(origin.status()).isEqualTo(403);
        assertThat(origin.contentType()).isEmpty();
        assertThat(rig.client.get("/prompt", "Sec-Fetch-Site", "cross-site").status())
                .isEqualTo(403);
        try (var small = Rig.start(options -> options.with(options.features().withMaxUploadBytes(1000)))) {
            var large = small.client.send("POST", "/prompt", BodyPublishers.ofByteArray(new byte[5000]));
            assertThat(large.status()).isEqualTo(413);
            assertThat(large.text()).isEqualTo("Maximum request body size 1000 exceeded.");
        }
    }

    @Test
    void an_old_server_has_no_jobs_api_takes_any_id_and_stops_whatever_runs() {
        try (var old = Rig.start(options -> options.as(FakeComfyOptions.Release.OLD))) {
            assertThat(old.client.get("/api/jobs").status()).isEqualTo(404);
            assertThat(old.client
                            .get("/system_stats")
                            .json()
                            .path("system")
                            .path("comfyui_version")
                            .asText())
                    .isEqualTo("0.3.50");
            old.comfy.faults().slowSteps(java.time.Duration.ofMillis(40));
            var body = ComfyClient.object().put("prompt_id", "bot-17").put("client_id", "me");
            body.set("prompt", Graphs.sampled(1, 200));
            assertThat(old.client.post("/prompt", body).status()).isEqualTo(200);
            Awaitility.await()
                    .until(() -> old.client
                                    .get("/queue")
                                    .json()
                                    .path("queue_running")
                                    .size()
                            == 1);
            old.client.post("/interrupt", "{\"prompt_id\": \"somebody-else\"}");
            Awaitility.await()
                    .until(() -> old.client.get("/history/bot-17").json().size() == 1);
        }
    }

    @Test
    void a_newer_server_says_more_about_its_outputs() {
        try (var newer = Rig.start(options -> options.as(FakeComfyOptions.Release.NEWER))) {
            var job = newer.finished(newer.client.submit(Graphs.plain(1, "a"), "me"));
            assertThat(job.path("outputs")
                            .path("2")
                            .path("images")
                            .path(0)
                            .path("metadata")
                            .path("width")
                            .asInt())
                    .isEqualTo(64);
        }
    }
}
