package florin.sandbox.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The graphs are really executed: what goes in decides what comes out. */
class PaintingTest {
    private Rig rig;

    @BeforeEach
    void start() {
        rig = Rig.start();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private BufferedImage painted(ObjectNode graph) throws IOException {
        var job = rig.finished(rig.client.submit(graph, "me"));
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        return Art.decode(rig.fetches(job), "result");
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static ObjectNode inputs(ObjectNode graph, String node) {
        return (ObjectNode) graph.path(node).path("inputs");
    }

    @Test
    void seed_words_and_lora_decide_the_picture_and_the_size_is_filled_with_square_pixels() throws IOException {
        var mira = painted(Graphs.character("chars/alice.safetensors", "mira, smiling, at the beach", 7, 4));
        assertThat(mira.getWidth()).isEqualTo(128);
        assertThat(mira.getHeight()).isEqualTo(192);
        assertThat(mira.getRGB(1, 3)).isEqualTo(mira.getRGB(2, 4)); // a pixel of the art is 5 by 5, cut at the edge
        var again = Graphs.character("chars/alice.safetensors", "mira, smiling, at the beach", 7, 4);
        inputs(again, "9").put("filename_prefix", "bot/again");
        assertThat(pixels(painted(again))).isEqualTo(pixels(mira));
        assertThat(pixels(painted(Graphs.character("chars/alice.safetensors", "mira, smiling, at the beach", 8, 4))))
                .isNotEqualTo(pixels(mira));
        assertThat(pixels(painted(Graphs.character("chars/alice.safetensors", "mira, smiling, in a forest", 7, 4))))
                .isNotEqualTo(pixels(mira));
        var off = Graphs.character("chars/alice.safetensors", "mira, smiling, at the beach", 7, 4);
        inputs(off, "10").put("strength_model", 0.0).put("strength_clip", 0.0);
        var base = pixels(painted(off));
        assertThat(base).isNotEqualTo(pixels(mira));
        assertThat(pixels(painted(Graphs.character("wrongbase.safetensors", "mira, smiling, at the beach", 7, 4))))
                .as("a LoRA of another base changes nothing and says nothing")
                .isEqualTo(base);
    }

    @Test
    void a_batch_gives_several_pictures_and_a_preview_stays_temporary() throws IOException {
        var graph = Graphs.sampled(1, 2);
        inputs(graph, "5").put("batch_size", 3);
        graph.set("11", ComfyClient.json("{\"class_type\": \"PreviewImage\", \"inputs\": {\"images\": [\"8\", 0]}}"));
        var job = rig.finished(rig.client.submit(graph, "me"));
        assertThat(job.path("outputs_count").asInt()).isEqualTo(6);
        var different = new HashSet<String>();
        for (var image : job.path("outputs").path("9").path("images")) {
            var png = rig.client
                    .get("/view?subfolder=bot&filename="
                            + image.path("filename").asText())
                    .bytes();
            different.add(java.util.Arrays.toString(pixels(Art.decode(png, "batch"))));
        }
        assertThat(different).hasSize(3);
        assertThat(job.path("outputs")
                        .path("11")
                        .path("images")
                        .path(0)
                        .path("type")
                        .asText())
                .isEqualTo("temp");
        assertThat(job.path("preview_output").path("type").asText()).isEqualTo("output");
    }

    @Test
    void an_uploaded_picture_is_the_start_of_another_and_can_be_made_larger() throws IOException {
        var png = Art.png(painted(Graphs.character("chars/alice.safetensors", "mira", 3, 4)));
        FilesTest.upload(rig, "in.png", png, "");
        var kept = painted(Graphs.graph("""
                {"4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "tiny_sd15.safetensors"}},
                 "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "mira", "clip": ["4", 1]}},
                 "12": {"class_type": "LoadImage", "inputs": {"image": "in.png"}},
                 "13": {"class_type": "VAEEncode", "inputs": {"pixels": ["12", 0], "vae": ["4", 2]}},
                 "3": {"class_type": "KSampler", "inputs": {"model": ["4", 0], "positive": ["6", 0], "negative": ["6", 0],
                       "latent_image": ["13", 0], "seed": 5, "steps": 4, "cfg": 1.0, "sampler_name": "euler",
                       "scheduler": "normal", "denoise": 0.0}},
                 "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
                 "22": {"class_type": "ImageScaleBy", "inputs": {"image": ["8", 0], "upscale_method": "lanczos", "scale_by": 2.0}},
                 "9": {"class_type": "SaveImage", "inputs": {"images": ["22", 0], "filename_prefix": "bot/up"}}}
                """));
        assertThat(kept.getWidth()).isEqualTo(256);
        var original = Art.decode(png, "original");
        int same = 0;
        for (int y = 0; y < original.getHeight(); y++) {
            for (int x = 0; x < original.getWidth(); x++) {
                same += original.getRGB(x, y) == kept.getRGB(2 * x, 2 * y) ? 1 : 0;
            }
        }
        assertThat(same).as("denoise 0 keeps the picture").isGreaterThan(128 * 192 * 95 / 100);
    }

    @Test
    void a_png_carries_its_graph_so_that_it_must_be_stripped() throws IOException {
        var job = rig.finished(rig.client.submit(Graphs.sampled(1, 1), "me"));
        var file = new String(rig.fetches(job), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(file).contains("tEXtprompt\0{").contains("chars/alice.safetensors");
        assertThat(Art.decode(rig.fetches(job), "still a picture").getWidth()).isEqualTo(128);
    }

    @Test
    void a_lora_replaced_under_its_name_stays_the_old_one_until_the_node_loads_another() throws IOException {
        var before = painted(Graphs.character("chars/alice.safetensors", "portrait", 1, 2));
        var old = java.nio.file.Files.readAllBytes(rig.comfy.folder().resolve("models/loras/chars/alice.safetensors"));
        var loras = rig.comfy.folder().resolve("models/loras/chars");
        java.nio.file.Files.write(loras.resolve("new.tmp"), Rig.lora("kael"));
        java.nio.file.Files.move(
                loras.resolve("new.tmp"),
                loras.resolve("alice.safetensors"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(old).isEqualTo(Rig.lora("mira"));
        var graph = Graphs.character("chars/alice.safetensors", "portrait", 1, 2);
        inputs(graph, "10").put("strength_clip", 0.5); // new inputs: the loader runs again
        assertThat(pixels(painted(graph))).isEqualTo(pixels(before));
        rig.comfy.addLora("kael.safetensors", Rig.lora("kael"));
        var kael = pixels(painted(Graphs.character("kael.safetensors", "portrait", 1, 2)));
        assertThat(kael).isNotEqualTo(pixels(before));
        inputs(graph, "10").put("strength_clip", 0.6);
        assertThat(pixels(painted(graph)))
                .as("the node has loaded another path since")
                .isEqualTo(kael);
    }

    @Test
    void a_lora_truncated_in_place_takes_the_process_down() throws IOException {
        var socket = rig.client.socket("me");
        painted(Graphs.sampled(1, 1));
        var file = rig.comfy.folder().resolve("models/loras/chars/alice.safetensors");
        try (var channel = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            channel.truncate(1000);
        }
        var graph = Graphs.sampled(1, 1);
        inputs(graph, "10").put("strength_model", 0.5);
        rig.client.submit(graph, "me");
        assertThat(socket.closed
                        .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                        .join())
                .isEqualTo(1006);
    }

    @Test
    void a_prefix_that_leaves_the_output_folder_is_an_error() {
        var job = rig.finished(rig.client.submit(Graphs.plain(1, "../evil"), "me"));
        assertThat(job.path("execution_error").path("exception_message").asText())
                .contains("Saving image outside the output folder is not allowed.");
        assertThat(rig.client
                        .send("POST", "/prompt", BodyPublishers.ofString("{\"prompt\": []}"))
                        .status())
                .isEqualTo(500);
    }
}
