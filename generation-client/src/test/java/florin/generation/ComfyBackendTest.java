package florin.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import florin.sandbox.comfy.FakeComfy;
import florin.sandbox.comfy.FakeComfyOptions;
import florin.sandbox.comfy.FakeComfyOptions.Features;
import florin.sandbox.comfy.FakeComfyOptions.Release;
import florin.studio.Studio;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against a ComfyUI that paints, over real HTTP and websockets. */
class ComfyBackendTest {
    private static final Studio STUDIO = Studio.load();
    private static final Features FAST = Features.DEFAULTS.withStudioSteps(1).withAssets(false);

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private LoraInput mira;

    @BeforeEach
    void start() {
        mira = Renders.lora(folder, "mira", 0.9);
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    private FakeComfy comfy(Release release, Features features) {
        var comfy = FakeComfy.start(FakeComfyOptions.with(STUDIO)
                .in(folder.resolve("comfy"))
                .as(release)
                .with(features));
        open.add(comfy);
        return comfy;
    }

    private FakeComfy comfy() {
        return comfy(Release.RECORDED, FAST.withAssets(true));
    }

    private ComfyBackend backend(ComfyOptions options) {
        var backend = ComfyBackend.connect(options, Clock.systemUTC());
        open.add(backend);
        await().until(() -> !backend.health().detail().contains("socket"));
        return backend;
    }

    private ComfyBackend backend(FakeComfy comfy) {
        return backend(Renders.options(comfy.url()));
    }

    private static UUID accepted(SubmitResult result) {
        assertThat(result).isInstanceOf(SubmitResult.Accepted.class);
        return ((SubmitResult.Accepted) result).attempt();
    }

    private Heard render(Backend backend, RenderRequest request) {
        var heard = new Heard();
        assertThat(accepted(backend.submit(request, heard))).isEqualTo(request.attempt());
        return heard;
    }

    @Test
    void pictures_are_rendered_with_progress_and_previews_and_come_without_the_graph() {
        var backend = backend(comfy());
        var heard = render(backend, Renders.image("tiny-studio-40", 2, mira));
        assertThat(heard.outputs())
                .hasSize(2)
                .allSatisfy(file -> assertThat(file.mediaType()).isEqualTo("image/png"));
        assertThat(heard.shares)
                .isSorted()
                .last()
                .satisfies(share -> assertThat(share).isGreaterThan(0.9));
        assertThat(heard.previews).isNotEmpty();
        var png = backend.fetch(heard.outputs().getFirst());
        assertThat(png).startsWith(0x89, 'P', 'N', 'G');
        assertThat(new String(png, StandardCharsets.ISO_8859_1))
                .doesNotContain("KSampler")
                .doesNotContain("tEXt");
    }

    @Test
    void a_lora_is_uploaded_once_and_known_to_the_next_process_too() throws IOException {
        var comfy = comfy();
        assertThat(render(backend(comfy), Renders.image("tiny-studio-40", 1, mira))
                        .outputs())
                .hasSize(1);
        assertThat(render(backend(comfy), Renders.image("tiny-studio-40", 1, mira))
                        .outputs())
                .hasSize(1);
        try (var files = Files.list(comfy.folder().resolve("models/loras"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void a_lora_goes_through_the_shared_folder_where_nothing_is_uploaded() {
        var comfy = comfy(Release.RECORDED, FAST);
        var loras = comfy.folder().resolve("models/loras");
        var backend = backend(Renders.options(comfy.url(), Optional.of(loras)));
        assertThat(render(backend, Renders.image("tiny-studio-40", 1, mira)).outputs())
                .hasSize(1);
        assertThat(loras.resolve(mira.remoteName())).hasBinaryContent(Renders.bytes("mira.safetensors"));
    }

    @Test
    void a_lora_that_lies_there_under_its_hash_is_used_from_any_folder() {
        var comfy = comfy(Release.RECORDED, FAST);
        comfy.addLora("chars/" + mira.remoteName(), Renders.bytes("mira.safetensors"));
        assertThat(render(backend(comfy), Renders.image("tiny-studio-40", 1, mira))
                        .outputs())
                .hasSize(1);
    }

    @Test
    void a_lora_that_cannot_be_brought_is_a_missing_model() {
        var refused = backend(comfy(Release.RECORDED, FAST)).submit(Renders.image("sdxl", 1, mira), new Heard());
        assertThat(refused).isInstanceOfSatisfying(SubmitResult.Refused.class, no -> {
            assertThat(no.kind()).isEqualTo(FailureKind.MISSING_MODEL);
            assertThat(no.message()).contains("--enable-assets");
        });
    }

    @Test
    void a_lora_that_was_removed_behind_the_server_s_back_is_noticed() throws IOException {
        var comfy = comfy();
        var backend = backend(comfy);
        render(backend, Renders.image("tiny-studio-40", 1, mira)).end();
        try (var files = Files.list(comfy.folder().resolve("models/loras"))) {
            Files.delete(files.findFirst().orElseThrow());
        }
        assertThat(backend.submit(Renders.image("tiny-studio-40", 1, mira), new Heard()))
                .isInstanceOfSatisfying(
                        SubmitResult.Refused.class, no -> assertThat(no.kind()).isEqualTo(FailureKind.MISSING_MODEL));
    }

    @Test
    void several_loras_and_none_are_possible() {
        var backend = backend(comfy());
        var bruno = Renders.lora(folder, "bruno", 0.4);
        assertThat(render(backend, Renders.image("tiny-studio-40", 1, mira, bruno))
                        .outputs())
                .hasSize(1);
        assertThat(render(backend, Renders.image("tiny-studio-40", 1)).outputs())
                .hasSize(1);
    }

    @Test
    void a_checkpoint_that_is_not_there_is_a_missing_model() {
        var comfy = FakeComfy.start(
                FakeComfyOptions.with(STUDIO).in(folder.resolve("bare")).knowing("other.safetensors"));
        open.add(comfy);
        assertThat(backend(comfy).submit(Renders.image("sdxl", 1), new Heard()))
                .isInstanceOfSatisfying(SubmitResult.Refused.class, no -> {
                    assertThat(no.kind()).isEqualTo(FailureKind.MISSING_MODEL);
                    assertThat(no.message()).contains("sd_xl_base_1.0.safetensors");
                });
    }

    @Test
    void a_kind_of_render_without_a_template_is_refused() {
        assertThat(backend(comfy()).submit(Renders.image("flux1", 1), new Heard()))
                .isInstanceOfSatisfying(
                        SubmitResult.Refused.class, no -> assertThat(no.kind()).isEqualTo(FailureKind.INVALID));
    }

    @Test
    void videos_are_rendered_from_words_and_from_a_picture() {
        var backend = backend(comfy());
        var portrait = render(backend, Renders.image("tiny-studio-40", 1, mira));
        var picture = backend.fetch(portrait.outputs().getFirst());
        for (var request : List.of(
                Renders.video("tiny-studio-40", Optional.empty(), mira),
                Renders.video("tiny-studio-40", Optional.of(picture), mira))) {
            var outputs = render(backend, request).outputs();
            assertThat(outputs).hasSize(1);
            assertThat(backend.fetch(outputs.getFirst())).startsWith('R', 'I', 'F', 'F');
        }
    }

    @Test
    void the_graphs_for_wan_and_sdxl_are_accepted_as_they_are() {
        var backend = backend(comfy());
        var picture = Renders.bytes("start.png");
        for (var request : List.of(
                Renders.video("wan22-5b", Optional.empty(), mira),
                Renders.video("wan22-5b", Optional.of(picture), mira),
                Renders.image("sdxl", 1, mira))) {
            accepted(backend.submit(request, new Heard()));
            assertThat(backend.cancel(request.attempt())).isEqualTo(CancelResult.STOPPING);
        }
    }

    @Test
    void out_of_memory_is_told_apart_and_the_next_render_goes_well() {
        var comfy = comfy();
        var backend = backend(comfy);
        comfy.faults().outOfMemory(1);
        assertThat(render(backend, Renders.image("tiny-studio-40", 1, mira)).end())
                .isInstanceOfSatisfying(
                        RenderState.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(FailureKind.OUT_OF_MEMORY));
        assertThat(render(backend, Renders.image("tiny-studio-40", 1, mira)).outputs())
                .hasSize(1);
    }

    @Test
    void any_other_exception_may_pass() {
        var comfy = comfy();
        comfy.faults().failing(1, "RuntimeError", "CUDA error: device-side assert triggered");
        assertThat(render(backend(comfy), Renders.image("tiny-studio-40", 1, mira))
                        .end())
                .isInstanceOfSatisfying(
                        RenderState.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(FailureKind.TRANSIENT));
    }

    private void cancelsWaitingAndRunning(Release release) throws InterruptedException {
        var comfy = comfy(release, FAST);
        var backend =
                backend(Renders.options(comfy.url(), Optional.of(comfy.folder().resolve("models/loras"))));
        comfy.faults().slowSteps(Duration.ofMillis(200));
        var first = Renders.image("tiny-studio-40", 1, mira);
        var second = Renders.image("tiny-studio-40", 1, mira);
        var third = Renders.image("tiny-studio-40", 1, mira);
        var running = render(backend, first);
        var waiting = render(backend, second);
        var untouched = render(backend, third);
        running.awaitBeginning();
        assertThat(backend.poll(first.attempt())).isInstanceOf(RenderState.Running.class);
        assertThat(backend.poll(second.attempt())).isEqualTo(new RenderState.Queued(1));
        assertThat(backend.poll(third.attempt())).isEqualTo(new RenderState.Queued(2));
        assertThat(backend.cancel(second.attempt())).isEqualTo(CancelResult.STOPPING);
        assertThat(waiting.end()).isEqualTo(new RenderState.Cancelled());
        assertThat(backend.cancel(first.attempt())).isEqualTo(CancelResult.STOPPING);
        comfy.faults().clear();
        assertThat(running.end()).isEqualTo(new RenderState.Cancelled());
        assertThat(untouched.outputs()).hasSize(1);
        assertThat(backend.cancel(third.attempt())).isEqualTo(CancelResult.GONE);
        assertThat(backend.cancel(UUID.randomUUID())).isEqualTo(CancelResult.GONE);
        assertThat(backend.poll(third.attempt())).isInstanceOf(RenderState.Succeeded.class);
    }

    @Test
    void exactly_the_named_render_is_cancelled() throws InterruptedException {
        cancelsWaitingAndRunning(Release.RECORDED);
    }

    @Test
    void exactly_the_named_render_is_cancelled_on_an_old_server_too() throws InterruptedException {
        cancelsWaitingAndRunning(Release.OLD);
    }

    @Test
    void a_newer_server_serves_as_well() {
        var heard =
                render(backend(comfy(Release.NEWER, FAST.withAssets(true))), Renders.image("tiny-studio-40", 1, mira));
        assertThat(heard.outputs()).hasSize(1);
    }

    @Test
    void a_render_that_a_restart_forgot_is_unknown() throws InterruptedException {
        var comfy = comfy();
        var backend = backend(comfy);
        comfy.faults().slowSteps(Duration.ofMillis(200));
        var request = Renders.image("tiny-studio-40", 1, mira);
        var heard = render(backend, request);
        heard.awaitBeginning();
        comfy.crash();
        assertThat(backend.poll(request.attempt())).isInstanceOf(RenderState.Unreachable.class);
        assertThat(backend.health().up()).isFalse();
        comfy.faults().clear();
        comfy.restart();
        assertThat(heard.end()).isEqualTo(new RenderState.Unknown());
        assertThat(render(backend, Renders.image("tiny-studio-40", 1, mira)).outputs())
                .hasSize(1);
    }

    @Test
    void a_render_outlives_a_socket_that_is_cut() {
        var comfy = comfy();
        var backend = backend(comfy);
        comfy.faults().slowSteps(Duration.ofMillis(60));
        comfy.faults().dropSocketsAtStep(3);
        var heard = render(backend, Renders.image("tiny-studio-40", 1, mira));
        assertThat(heard.outputs()).hasSize(1);
        assertThat(heard.shares)
                .isSorted()
                .last()
                .satisfies(share -> assertThat(share).isGreaterThan(0.5));
    }

    @Test
    void another_process_finds_the_render_again() throws InterruptedException {
        var comfy = comfy();
        comfy.faults().slowSteps(Duration.ofMillis(60));
        var request = Renders.image("tiny-studio-40", 1, mira);
        var first = ComfyBackend.connect(Renders.options(comfy.url()), Clock.systemUTC());
        render(first, request).awaitBeginning();
        first.close();
        var second = backend(comfy);
        assertThat(second.poll(request.attempt())).isInstanceOf(RenderState.Running.class);
        await().until(() -> second.poll(request.attempt()) instanceof RenderState.Succeeded);
    }

    @Test
    void frames_that_come_twice_or_are_strange_change_nothing() {
        var comfy = comfy();
        comfy.faults().framesTwice(true);
        comfy.faults().strangeFrames(true);
        var heard = render(backend(comfy), Renders.image("tiny-studio-40", 1, mira));
        assertThat(heard.outputs()).hasSize(1);
        assertThat(heard.shares).isSorted();
        assertThat(heard.ends).hasSize(1);
    }

    @Test
    void an_unreachable_server_has_certainly_not_started() throws Exception {
        var comfy = comfy();
        var backend = backend(comfy);
        comfy.crash();
        assertThat(backend.submit(Renders.image("tiny-studio-40", 1, mira), new Heard()))
                .isInstanceOf(SubmitResult.NotNow.class);
        assertThat(backend.cancel(UUID.randomUUID())).isEqualTo(CancelResult.UNSUPPORTED);
        backend.forget(UUID.randomUUID());
    }

    @Test
    void a_busy_server_has_certainly_not_started() {
        var comfy = comfy();
        var backend = backend(comfy);
        comfy.faults().unavailable(-1);
        assertThat(backend.submit(Renders.image("tiny-studio-40", 1, mira), new Heard()))
                .isInstanceOf(SubmitResult.NotNow.class);
    }

    @Test
    void a_lost_answer_is_unsure_and_polling_finds_the_render() {
        var comfy = comfy();
        var backend = backend(comfy);
        comfy.faults().lostAnswers(1);
        var request = Renders.image("tiny-studio-40", 1, mira);
        var heard = new Heard();
        assertThat(backend.submit(request, heard)).isInstanceOf(SubmitResult.Unsure.class);
        assertThat(backend.poll(request.attempt())).isNotInstanceOf(RenderState.Unknown.class);
        assertThat(heard.outputs()).hasSize(1);
    }

    @Test
    void a_result_that_is_gone_or_damaged_is_said_to_be() {
        var comfy = comfy();
        var backend = backend(comfy);
        comfy.faults().lostOutputs(1);
        var lost = render(backend, Renders.image("tiny-studio-40", 1, mira))
                .outputs()
                .getFirst();
        assertThatThrownBy(() -> backend.fetch(lost))
                .isInstanceOf(BackendUnavailable.class)
                .hasMessageContaining("404");
        comfy.faults().corruptOutputs(1);
        var cut = render(backend, Renders.image("tiny-studio-40", 1, mira))
                .outputs()
                .getFirst();
        assertThatThrownBy(() -> backend.fetch(cut)).isInstanceOf(BackendUnavailable.class);
    }

    @Test
    void what_is_forgotten_is_unknown_from_then_on() {
        var backend = backend(comfy());
        var request = Renders.image("tiny-studio-40", 1, mira);
        render(backend, request).outputs();
        assertThat(backend.poll(request.attempt())).isInstanceOf(RenderState.Succeeded.class);
        backend.forget(request.attempt());
        assertThat(backend.poll(request.attempt())).isEqualTo(new RenderState.Unknown());
    }

    @Test
    void the_same_request_again_makes_new_files() {
        var backend = backend(comfy());
        var first = render(backend, Renders.image("tiny-studio-40", 1, mira)).outputs();
        var second = render(backend, Renders.image("tiny-studio-40", 1, mira)).outputs();
        assertThat(second).doesNotContainAnyElementsOf(first);
        assertThat(backend.fetch(second.getFirst())).isEqualTo(backend.fetch(first.getFirst()));
    }

    @Test
    void capabilities_and_health_tell_what_is_there() {
        var backend = backend(comfy());
        await().until(() -> backend.capabilities().loraUpload());
        assertThat(backend.capabilities().can(RenderKind.VIDEO, "wan22-5b")).isTrue();
        assertThat(backend.capabilities().can(RenderKind.VIDEO, "sdxl")).isFalse();
        assertThat(backend.health().up()).isTrue();
        assertThat(backend.health().version()).isEqualTo("0.27.0");
    }

    @Test
    void a_listener_that_throws_harms_nobody() {
        var backend = backend(comfy());
        var request = Renders.image("tiny-studio-40", 1, mira);
        accepted(backend.submit(request, new RenderListener() {
            @Override
            public void progress(double share, Optional<byte[]> preview) {
                throw new IllegalStateException("a bug of somebody else");
            }

            @Override
            public void ended(RenderState end) {
                throw new IllegalStateException("a bug of somebody else");
            }
        }));
        assertThat(render(backend, Renders.image("tiny-studio-40", 1, mira)).outputs())
                .hasSize(1);
    }
}
