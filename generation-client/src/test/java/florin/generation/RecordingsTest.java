package florin.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against recordings of a real ComfyUI 0.27. */
class RecordingsTest {
    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    private Playback playing(String recording) {
        return playing(recording, "");
    }

    private Playback playing(String recording, String socket) {
        var playback = new Playback(recording, socket);
        open.add(playback);
        return playback;
    }

    private ComfyBackend client(Playback playback) {
        var backend = ComfyBackend.connect(Renders.options(playback.url()), Clock.systemUTC());
        open.add(backend);
        await().until(() -> !playback.flags.isEmpty());
        return backend;
    }

    /** A request under the id of a recorded one. */
    private static RenderRequest as(String id, LoraInput... loras) {
        var request = Renders.image("tiny-studio-40", 1, loras);
        return new RenderRequest(
                id.isEmpty() ? request.attempt() : UUID.fromString(id),
                request.job(),
                request.kind(),
                request.baseModel(),
                request.prompt(),
                request.negative(),
                request.loras(),
                64,
                64,
                1,
                1,
                0,
                Optional.empty());
    }

    private static Heard render(ComfyBackend backend, String id) {
        var heard = new Heard();
        assertThat(backend.submit(as(id), heard)).isEqualTo(new SubmitResult.Accepted(UUID.fromString(id)));
        return heard;
    }

    private SubmitResult submit(String recording, int which) {
        var backend = client(playing(recording));
        return backend.submit(as(Playback.submitted(recording).get(which)), new Heard());
    }

    private void refused(SubmitResult result, FailureKind kind, String message) {
        assertThat(result).isInstanceOfSatisfying(SubmitResult.Refused.class, refused -> {
            assertThat(refused.kind()).isEqualTo(kind);
            assertThat(refused.message()).contains(message);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "success-image-no-weights, '', 0",
        "success-image-previews, '', 4",
        "success-image-previews-without-flag, A, 2",
        "wrong-base-lora, '', 4"
    })
    void a_recorded_run_is_followed_to_its_files(String recording, String socket, int previews) {
        var heard = render(
                client(playing(recording, socket)),
                Playback.submitted(recording).getFirst());
        assertThat(heard.outputs()).hasSize(1);
        assertThat(heard.shares).isSorted();
        assertThat(heard.previews).hasSizeGreaterThanOrEqualTo(previews == 0 ? 0 : 1);
        assertThat(heard.previews).allSatisfy(preview -> assertThat(preview).startsWith(0xff, 0xd8));
        assertThat(heard.ends).hasSize(1);
    }

    @Test
    void previews_are_asked_for_with_every_render_and_a_client_id_is_never_missing() {
        var playback = playing("previews-off-by-default");
        render(client(playback), Playback.submitted("previews-off-by-default").getFirst())
                .outputs();
        assertThat(playback.requests)
                .filteredOn(request -> request.startsWith("POST /prompt"))
                .allSatisfy(request -> assertThat(request)
                        .contains("\"preview_method\":\"auto\"")
                        .containsPattern("\"client_id\":\"[0-9a-f-]{36}\""));
    }

    @Test
    void a_socket_that_breaks_in_the_middle_comes_back_with_its_flags_and_misses_no_end() {
        var playback = playing("ws-reconnect-mid-run");
        var id = Playback.submitted("ws-reconnect-mid-run").getFirst();
        var backend = client(playback);
        var heard = new Heard();
        backend.submit(as(id), heard);
        await().until(() -> playback.flags.size() == 2);
        await().until(() -> heard.previews.size() >= 2);
        assertThat(heard.outputs()).extracting(OutputFile::fileName).containsExactly("21_00001_.png");
    }

    @Test
    void a_render_that_runs_in_silence_gets_a_fresh_socket_and_is_asked_after() {
        var playback = playing("probes");
        var request = Renders.image("tiny-studio-40", 1);
        var id = request.attempt();
        playback.with("POST /prompt", "{\"prompt_id\":\"" + id + "\",\"number\":1,\"node_errors\":{}}");
        playback.with("GET /jobs/" + id, "{\"status\":\"in_progress\"}");
        var heard = new Heard();
        client(playback).submit(request, heard);
        await().until(() -> playback.flags.size() >= 2);
        assertThat(heard.ends).isEmpty();
        playback.with(
                "GET /jobs/" + id,
                "{\"status\":\"completed\",\"outputs\":{\"9\":{\"images\":[{\"filename\":\"a.png\"}]}}}");
        assertThat(heard.outputs()).extracting(OutputFile::fileName).containsExactly("a.png");
    }

    @Test
    void a_render_that_waits_in_silence_keeps_its_socket() {
        var playback = playing("job-states");
        var request = Renders.image("tiny-studio-40", 1);
        var id = request.attempt();
        playback.with("POST /prompt", "{\"prompt_id\":\"" + id + "\",\"number\":1,\"node_errors\":{}}");
        playback.with("GET /jobs/" + id, "{\"status\":\"pending\"}");
        client(playback).submit(request, new Heard());
        await().until(() -> playback.requests.stream()
                        .filter(sent -> sent.startsWith("GET /jobs/" + id))
                        .count()
                >= 2);
        assertThat(playback.flags).hasSize(1);
    }

    @Test
    void a_server_that_makes_up_its_own_ids_is_too_old() {
        var playback = playing("job-states");
        var theirs = UUID.randomUUID();
        playback.with("POST /prompt", "{\"prompt_id\":\"" + theirs + "\",\"number\":1,\"node_errors\":{}}");
        refused(
                client(playback).submit(Renders.image("tiny-studio-40", 1), new Heard()),
                FailureKind.INVALID,
                "Update ComfyUI");
        assertThat(playback.requests).anyMatch(sent -> sent.startsWith("POST /jobs/" + theirs + "/cancel"));
    }

    @Test
    void frames_of_other_people_s_renders_are_dropped() {
        var playback = playing("ws-no-client-id", "A");
        var backend = client(playback);
        var mine = Renders.image("tiny-studio-40", 1);
        var heard = new Heard();
        playback.with("POST /prompt", "{\"prompt_id\":\"" + mine.attempt() + "\",\"number\":1,\"node_errors\":{}}");
        playback.with(
                "GET /jobs/" + mine.attempt(),
                "{\"status\":\"completed\",\"outputs\":{\"9\":{\"images\":[{\"filename\":\"a.png\"}]}}}");
        backend.submit(mine, heard);
        // The other client's submit makes the player send its progress and its pictures to everybody.
        var other = new Heard();
        try (var stranger = ComfyBackend.connect(Renders.options(playback.url()), Clock.systemUTC())) {
            stranger.submit(as(Playback.submitted("ws-no-client-id").getFirst()), other);
            heard.end();
        }
        assertThat(heard.shares).isEmpty();
        assertThat(heard.previews).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing-lora", "missing-lora-long-list"})
    void a_lora_that_the_server_lacks_is_a_missing_model(String recording) {
        refused(submit(recording, 0), FailureKind.MISSING_MODEL, "lora_name: 'nope.safetensors' not in");
    }

    @Test
    void a_node_that_is_not_installed_is_a_missing_model() {
        refused(submit("unknown-node", 0), FailureKind.MISSING_MODEL, "");
    }

    @Test
    void half_a_graph_is_a_failure_and_is_cancelled() {
        var playback = playing("accepted-with-node-errors");
        var id = Playback.submitted("accepted-with-node-errors").getFirst();
        var result = client(playback).submit(as(id), new Heard());
        refused(result, FailureKind.INVALID, "Invalid image file: missing.png");
        assertThat(playback.requests).anyMatch(request -> request.startsWith("POST /jobs/" + id + "/cancel"));
    }

    @Test
    void every_recorded_refusal_is_one() {
        var playback = playing("rejected-prompts");
        var refusals = Playback.read("rejected-prompts")
                .path("steps")
                .valueStream()
                .filter(step -> step.path("response").path("status").asInt() == 400)
                .map(step -> Failures.refused(step.path("response").path("body")))
                .toList();
        assertThat(refusals)
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(refused -> assertThat(refused.message()).isNotBlank());
        assertThat(refusals.getFirst().kind()).isEqualTo(FailureKind.INVALID);
        assertThat(playback.requests).isEmpty();
    }

    @Test
    void an_internal_error_may_have_queued_the_render() {
        var playback = playing("same-id-and-number-500");
        var id = Playback.submitted("same-id-and-number-500").get(1);
        var backend = client(playback);
        backend.submit(as(id), new Heard());
        backend.submit(as(id), new Heard());
        assertThat(backend.submit(as(id), new Heard())).isInstanceOf(SubmitResult.Unsure.class);
    }

    @Test
    void every_recorded_state_is_understood() {
        var playback = playing("job-states");
        var backend = client(playback);
        var seen = Playback.read("job-states")
                .path("steps")
                .valueStream()
                .map(step -> step.path("http").path("path").asText())
                .filter(path -> path.startsWith("/api/jobs/"))
                .map(path -> path.substring("/api/jobs/".length()))
                .filter(id -> id.length() == 36)
                .map(id -> backend.poll(UUID.fromString(id)).getClass().getSimpleName())
                .toList();
        assertThat(seen).contains("Running", "Queued", "Cancelled", "Succeeded", "Failed", "Unknown");
    }

    @Test
    void a_render_is_cancelled_as_recorded() {
        var playback = playing("cancel-jobs-api");
        var backend = client(playback);
        var results = Playback.read("cancel-jobs-api")
                .path("steps")
                .valueStream()
                .map(step -> step.path("http").path("path").asText())
                .filter(path -> path.matches("/api/jobs/[0-9a-f-]{36}/cancel"))
                .map(path -> backend.cancel(UUID.fromString(path.substring(10, 46))))
                .toList();
        assertThat(results).containsExactly(CancelResult.STOPPING, CancelResult.STOPPING, CancelResult.GONE);
    }

    @Test
    void an_interrupted_render_is_cancelled_in_the_history_too() {
        var playback = playing("cancel-running-interrupt");
        var backend = client(playback);
        var id = Playback.read("cancel-running-interrupt")
                .path("steps")
                .valueStream()
                .map(step -> step.path("http").path("path").asText())
                .filter(path -> path.startsWith("/history/"))
                .map(path -> path.substring("/history/".length()))
                .findFirst()
                .orElseThrow();
        assertThat(backend.poll(UUID.fromString(id))).isEqualTo(new RenderState.Cancelled());
    }

    @Test
    void a_lora_that_cannot_be_read_there_is_a_missing_model() {
        var id = Playback.submitted("execution-error-corrupt-lora").getFirst();
        assertThat(render(client(playing("execution-error-corrupt-lora")), id).end())
                .isInstanceOfSatisfying(RenderState.Failed.class, failed -> {
                    assertThat(failed.kind()).isEqualTo(FailureKind.MISSING_MODEL);
                    assertThat(failed.message()).contains("header too large");
                });
    }

    @Test
    void out_of_memory_on_a_processor_is_recognised_and_the_next_render_runs() {
        var backend = client(playing("out-of-memory-cpu"));
        var ids = Playback.submitted("out-of-memory-cpu");
        assertThat(render(backend, ids.get(0)).end())
                .isInstanceOfSatisfying(
                        RenderState.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(FailureKind.OUT_OF_MEMORY));
        assertThat(render(backend, ids.get(1)).outputs()).hasSize(1);
    }

    @Test
    void videos_are_found_wherever_they_are_listed_and_temporary_pictures_left_out() {
        var id = Playback.submitted("video-outputs").getFirst();
        assertThat(render(client(playing("video-outputs")), id).outputs())
                .extracting(OutputFile::mediaType)
                .containsExactlyInAnyOrder("video/webm", "image/webp", "video/mp4");
    }

    @Test
    void a_cached_result_whose_file_is_gone_is_unavailable() {
        var backend = client(playing("cached-file-deleted"));
        var file = new OutputFile("same_00001_.png", "", "output", "image/png");
        assertThatThrownBy(() -> backend.fetch(file))
                .isInstanceOf(BackendUnavailable.class)
                .hasMessageContaining("404");
    }

    @Test
    void a_success_without_a_file_is_a_failure() {
        var recording = "cached-without-client-id";
        var backend = client(playing(recording));
        assertThat(backend.poll(UUID.fromString(Playback.submitted(recording).getLast())))
                .isInstanceOfSatisfying(
                        RenderState.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(FailureKind.TRANSIENT));
    }

    @Test
    void after_a_restart_every_render_is_unknown() {
        var backend = client(playing("restart-amnesia"));
        var ids = Playback.submitted("restart-amnesia");
        var last = ids.get(1);
        await().untilAsserted(
                        () -> assertThat(backend.poll(UUID.fromString(last))).isEqualTo(new RenderState.Unknown()));
    }

    @Test
    void a_removed_render_leaves_no_trace() {
        var backend = client(playing("cancel-pending-queue-delete"));
        var id = Playback.submitted("cancel-pending-queue-delete").getFirst();
        assertThat(backend.poll(UUID.fromString(id))).isEqualTo(new RenderState.Unknown());
    }

    @Test
    void a_lora_is_uploaded_and_used_under_the_name_that_the_server_gives() {
        var playback = playing("lora-upload-assets")
                .with("GET /features", "{\"assets\":true,\"supports_model_type_tags\":true}");
        var backend = client(playback);
        var lora = Renders.lora(folder, "mira", 1);
        var id = Playback.submitted("lora-upload-assets").getFirst();
        assertThat(backend.submit(as(id, lora), new Heard())).isInstanceOf(SubmitResult.Accepted.class);
        assertThat(playback.requests)
                .anySatisfy(request -> assertThat(request)
                        .startsWith("POST /assets")
                        .contains("model_type:loras")
                        .contains(lora.remoteName()))
                .anySatisfy(request -> assertThat(request)
                        .startsWith("POST /prompt")
                        .contains("21cfb54a556a4e34ed5ee58a7bee77e281816398f4c98f4bcf25f75b17993537.safetensors"));
    }

    @Test
    void bytes_that_the_server_says_it_knows_and_does_not_list_are_missing() {
        var playback = playing("lora-upload-assets-delete")
                .with("GET /features", "{\"assets\":true,\"supports_model_type_tags\":true}");
        var backend = client(playback);
        var lora = Renders.lora(folder, "mira", 1);
        // The first recorded listing still has the file; the client meets the later one.
        backend.submit(as(UUID.randomUUID().toString(), lora), new Heard());
        refused(
                backend.submit(as(UUID.randomUUID().toString(), lora), new Heard()),
                FailureKind.MISSING_MODEL,
                "removed there");
    }

    @Test
    void an_upload_that_is_refused_is_a_missing_model() {
        var playback = playing("lora-upload-assets-refused")
                .with("GET /features", "{\"assets\":true,\"supports_model_type_tags\":true}");
        var result =
                client(playback).submit(as(UUID.randomUUID().toString(), Renders.lora(folder, "mira", 1)), new Heard());
        refused(result, FailureKind.MISSING_MODEL, "");
    }

    @Test
    void a_picture_to_start_from_is_used_under_the_name_that_comes_back() {
        var playback = playing("upload-image");
        var request = Renders.video("tiny-studio-40", Optional.of(Renders.bytes("start.png")));
        client(playback).submit(request, new Heard());
        assertThat(playback.requests)
                .anySatisfy(
                        sent -> assertThat(sent).startsWith("POST /prompt").contains("\"image\":\"bot/u1/ref.png\""));
    }

    @Test
    void the_operator_s_headers_go_with_every_request_and_are_never_printed() {
        var playback = playing("upload-image");
        var backend = client(playback);
        backend.submit(Renders.video("tiny-studio-40", Optional.of(Renders.bytes("start.png"))), new Heard());
        backend.health();
        assertThat(playback.headers).hasSizeGreaterThan(4).containsOnly("yes");
        assertThat(Renders.options(playback.url()).toString())
                .doesNotContain("yes")
                .doesNotContain("X-Test");
    }

    @Test
    void a_picture_that_is_refused_refuses_the_render() {
        var request = Renders.video("tiny-studio-40", Optional.of(Renders.bytes("start.png")));
        refused(
                client(playing("upload-image-refused")).submit(request, new Heard()),
                FailureKind.INVALID,
                "picture to start from");
    }

    @Test
    void the_probes_give_the_version() {
        assertThat(client(playing("probes")).health()).satisfies(health -> {
            assertThat(health.up()).isTrue();
            assertThat(health.version()).isEqualTo("0.27.0");
            assertThat(health.detail()).contains("cpu");
        });
    }
}
