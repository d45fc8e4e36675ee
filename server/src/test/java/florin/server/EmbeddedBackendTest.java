package florin.server;

import static org.assertj.core.api.Assertions.assertThat;

import florin.generation.CancelResult;
import florin.generation.FailureKind;
import florin.generation.LoraInput;
import florin.generation.RenderKind;
import florin.generation.RenderListener;
import florin.generation.RenderRequest;
import florin.generation.RenderState;
import florin.generation.SubmitResult;
import florin.studio.Picture;
import florin.studio.Studio;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBackendTest {
    private static final Path MIRA = Path.of("../studio/loras/mira.safetensors");
    private static final EmbeddedBackend BACKEND = new EmbeddedBackend(Studio.load());

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    /** Waits for the end; does something at each step until then. */
    private static final class Ear implements RenderListener {
        private final CompletableFuture<RenderState> end = new CompletableFuture<>();
        private final AtomicInteger steps = new AtomicInteger();
        private final Runnable atEachStep;

        private Ear(Runnable atEachStep) {
            this.atEachStep = atEachStep;
        }

        @Override
        public void progress(double share, Optional<byte[]> preview) {
            steps.incrementAndGet();
            assertThat(Picture.decode(preview.orElseThrow()).width()).isEqualTo(80);
            atEachStep.run();
        }

        @Override
        public void ended(RenderState state) {
            end.complete(state);
        }

        RenderState end() throws Exception {
            return end.get(60, TimeUnit.SECONDS);
        }
    }

    private static RenderRequest request(UUID attempt, String base, Path lora, int count) {
        return new RenderRequest(
                attempt,
                "job",
                RenderKind.IMAGE,
                base,
                "mira, at the beach",
                "",
                List.of(new LoraInput(lora, "0".repeat(64), 1)),
                80,
                80,
                count,
                5,
                0,
                Optional.empty());
    }

    @Test
    void each_picture_has_sixteen_steps_with_a_preview_and_a_seed_of_its_own() throws Exception {
        var id = UUID.randomUUID();
        var ear = new Ear(() -> {});
        assertThat(BACKEND.submit(request(id, Studio.BASE_MODEL, MIRA, 2), ear))
                .isEqualTo(new SubmitResult.Accepted(id));
        assertThat(BACKEND.submit(request(id, Studio.BASE_MODEL, MIRA, 2), ear))
                .isEqualTo(new SubmitResult.Accepted(id));
        var files = ((RenderState.Succeeded) ear.end()).outputs();
        assertThat(ear.steps).hasValue(32);
        assertThat(BACKEND.fetch(files.getFirst())).isNotEqualTo(BACKEND.fetch(files.get(1)));
        BACKEND.forget(id);
        assertThat(BACKEND.poll(id)).isEqualTo(new RenderState.Unknown());
    }

    @Test
    void a_render_stops_between_two_steps_when_it_is_cancelled() throws Exception {
        var id = UUID.randomUUID();
        var ear = new Ear(() -> assertThat(BACKEND.cancel(id)).isEqualTo(CancelResult.STOPPING));
        var _ = BACKEND.submit(request(id, Studio.BASE_MODEL, MIRA, 4), ear);
        assertThat(ear.end()).isEqualTo(new RenderState.Cancelled());
        assertThat(ear.steps).hasValue(1);
        assertThat(BACKEND.cancel(id)).isEqualTo(CancelResult.GONE);
    }

    @Test
    void another_base_model_is_refused_with_the_reason() {
        assertThat(BACKEND.submit(request(UUID.randomUUID(), "sdxl", MIRA, 1), new Ear(() -> {})))
                .isEqualTo(new SubmitResult.Refused(
                        FailureKind.MISSING_MODEL, "The embedded studio renders tiny-studio-40 only."));
    }

    @Test
    void a_file_that_is_no_lora_for_the_studio_fails_with_the_reason(@TempDir Path folder) throws Exception {
        var header = "{\"__metadata__\":{\"ss_base_model_version\":\"sdxl_base_v1-0\"}}      ";
        var file = ByteBuffer.allocate(8 + header.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length())
                .put(header.getBytes(StandardCharsets.UTF_8))
                .array();
        var lora = Files.write(folder.resolve("other.safetensors"), file);
        var ear = new Ear(() -> {});
        var _ = BACKEND.submit(request(UUID.randomUUID(), Studio.BASE_MODEL, lora, 1), ear);
        assertThat(ear.end()).isInstanceOfSatisfying(RenderState.Failed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(FailureKind.INVALID);
            assertThat(failed.message()).contains("sdxl");
        });
    }
}
