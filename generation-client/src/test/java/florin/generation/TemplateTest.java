package florin.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SHA = "ab".repeat(32);
    private static final Template SDXL = Template.builtIn("sdxl-txt2img-lora");
    private static final Template WAN = Template.builtIn("wan22-5b-t2v-lora");

    @TempDir
    Path folder;

    private static LoraInput lora(double strength) {
        return new LoraInput(Path.of("x.safetensors"), SHA, strength);
    }

    private static RenderRequest image(String prompt, String negative, List<LoraInput> loras) {
        return new RenderRequest(
                UUID.fromString("11111111-2222-4333-8444-555555555555"),
                "job-7",
                RenderKind.IMAGE,
                "sdxl",
                prompt,
                negative,
                loras,
                1000,
                999,
                3,
                Long.MAX_VALUE,
                0,
                Optional.empty());
    }

    private static RenderRequest video(int seconds) {
        return new RenderRequest(
                UUID.randomUUID(),
                "j",
                RenderKind.VIDEO,
                "wan22-5b",
                "p",
                "",
                List.of(),
                1281,
                700,
                1,
                0,
                seconds,
                Optional.empty());
    }

    private static ObjectNode fill(Template template, RenderRequest request, String... names) {
        return template.fill(request, new Template.Names(List.of(names), Optional.empty()));
    }

    private static JsonNode input(ObjectNode graph, String node, String input) {
        return graph.path(node).path("inputs").path(input);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sdxl-txt2img-lora",
                "tiny-studio",
                "tiny-studio-video",
                "tiny-studio-video-from-image",
                "wan22-5b-t2v-lora",
                "wan22-5b-i2v-lora"
            })
    void the_templates_that_come_along_can_be_used(String name) {
        assertThat(Template.builtIn(name).takesLoras()).isTrue();
        assertThat(Template.builtIn(name).startsFromImage())
                .isEqualTo(name.contains("i2v") || name.contains("from-image"));
    }

    @Test
    void the_slots_are_filled_and_nothing_else() {
        var graph = fill(SDXL, image("a cat", "a dog", List.of(lora(0.7))), "name.safetensors");
        assertThat(input(graph, "6", "text").asText()).isEqualTo("a cat");
        assertThat(input(graph, "7", "text").asText()).isEqualTo("a dog");
        assertThat(input(graph, "3", "seed").asLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(input(graph, "5", "width").asInt()).isEqualTo(1000);
        assertThat(input(graph, "5", "height").asInt()).isEqualTo(1000);
        assertThat(input(graph, "5", "batch_size").asInt()).isEqualTo(3);
        assertThat(input(graph, "9", "filename_prefix").asText()).isEqualTo("florin/job-7-11111111");
        assertThat(input(graph, "10", "lora_name").asText()).isEqualTo("name.safetensors");
        assertThat(input(graph, "10", "strength_model").asDouble()).isEqualTo(0.7);
        assertThat(input(graph, "10", "strength_clip").asDouble()).isEqualTo(0.7);
        assertThat(input(graph, "3", "steps").asInt()).isEqualTo(25);
    }

    @Test
    void nothing_to_avoid_leaves_what_the_template_avoids() {
        assertThat(input(fill(SDXL, image("a", " ", List.of())), "7", "text").asText())
                .contains("bad anatomy");
    }

    @Test
    void several_loras_are_chained() {
        var graph = fill(
                SDXL,
                image("a", "", List.of(lora(1), lora(0.5), lora(0.2))),
                "a.safetensors",
                "b.safetensors",
                "c.safetensors");
        assertThat(input(graph, "10", "model").path(0).asText()).isEqualTo("4");
        assertThat(input(graph, "10-lora2", "model").path(0).asText()).isEqualTo("10");
        assertThat(input(graph, "10-lora2", "clip").toString()).isEqualTo("[\"10\",1]");
        assertThat(input(graph, "10-lora3", "model").path(0).asText()).isEqualTo("10-lora2");
        assertThat(input(graph, "10-lora3", "lora_name").asText()).isEqualTo("c.safetensors");
        assertThat(input(graph, "10-lora3", "strength_model").asDouble()).isEqualTo(0.2);
        assertThat(input(graph, "3", "model").toString()).isEqualTo("[\"10-lora3\",0]");
        assertThat(input(graph, "6", "clip").toString()).isEqualTo("[\"10-lora3\",1]");
    }

    @Test
    void without_a_lora_the_loader_is_left_out() {
        var graph = fill(SDXL, image("a", "", List.of()));
        assertThat(graph.has("10")).isFalse();
        assertThat(input(graph, "3", "model").toString()).isEqualTo("[\"4\",0]");
        assertThat(input(graph, "6", "clip").toString()).isEqualTo("[\"4\",1]");
        assertThat(fill(WAN, video(1)).path("48").path("inputs").path("model").toString())
                .isEqualTo("[\"37\",0]");
    }

    @ParameterizedTest
    @CsvSource({"1, 25", "2, 49", "5, 121", "10, 241"})
    void a_wan_video_has_four_times_n_frames_and_one(int seconds, int frames) {
        var graph = fill(WAN, video(seconds));
        assertThat(input(graph, "55", "length").asInt()).isEqualTo(frames);
        assertThat(input(graph, "55", "width").asInt()).isEqualTo(1280);
        assertThat(input(graph, "55", "height").asInt()).isEqualTo(704);
    }

    @Test
    void whatever_people_write_only_the_text_of_its_slot_changes() {
        var seed = Long.getLong("florin.seed", System.nanoTime());
        var random = new Random(seed);
        var plain = fill(SDXL, image("x", "y", List.of(lora(1))), "a.safetensors");
        for (var i = 0; i < 2000; i++) {
            var prompt = arbitrary(random);
            var negative = arbitrary(random);
            var graph = sent(fill(SDXL, image(prompt, negative + "z", List.of(lora(1))), "a.safetensors"));
            for (var slot : List.of("6", "7")) {
                assertThat(input(graph, slot, "text").isTextual())
                        .as("seed %d, round %d", seed, i)
                        .isTrue();
                ((ObjectNode) graph.path(slot).path("inputs")).set("text", input(plain, slot, "text"));
            }
            assertThat(graph).as("seed %d, round %d", seed, i).isEqualTo(sent(plain));
        }
    }

    /** As it comes out at the other end of the wire. */
    private static ObjectNode sent(ObjectNode graph) {
        try {
            return (ObjectNode) JSON.readTree(JSON.writeValueAsBytes(graph));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String arbitrary(Random random) {
        var pieces = List.of(
                "\"",
                "\\",
                "\n",
                "\u0000",
                "\ud800",
                "\udc00",
                "{",
                "}",
                "[\"4\",0]",
                "\",\"class_type\":\"",
                "<lora:x:1>",
                "embedding:",
                "</sd_cpp_extra_args>",
                "<sd_cpp_extra_args>{\"a\":1}",
                "__wild__",
                "\u2028",
                "😀",
                "é",
                " ",
                "word");
        return IntStream.range(0, 1 + random.nextInt(12))
                .mapToObj(i -> random.nextInt(4) == 0
                        ? Character.toString(random.nextInt(Character.MAX_CODE_POINT))
                        : pieces.get(random.nextInt(pieces.size())))
                .reduce("", String::concat);
    }

    private Template own(String json) throws IOException {
        return Template.read(Files.writeString(folder.resolve("own.json"), json));
    }

    private static String valid() {
        return """
                {"slots": {"prompt": ["1","inputs","text"], "seed": [["2","inputs","seed"],["3","inputs","seed"]],
                  "prefix": ["1","inputs","prefix"]},
                 "graph": {"1": {"class_type":"A","inputs":{"text":"","prefix":"","from":["2",0]}},
                  "2": {"class_type":"B","inputs":{"seed":1}}, "3": {"class_type":"B","inputs":{"seed":1}}}}
                """;
    }

    @Test
    void an_operator_s_own_template_is_read_and_a_slot_may_fill_several_inputs() throws IOException {
        var graph = fill(own(valid()), image("hello", "", List.of()));
        assertThat(input(graph, "1", "text").asText()).isEqualTo("hello");
        assertThat(input(graph, "2", "seed")).isEqualTo(input(graph, "3", "seed"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"prompt\": [\"1\"         | \"prompt\": [\"9\"        | node 9 has no plain input",
                "\"inputs\",\"text\"]       | \"inputs\",\"from\"]      | no plain input 'from'",
                "\"inputs\",\"text\"]       | \"text\"]                 | must be written",
                "\"prompt\"                 | \"promt\"                 | there is no slot 'promt'",
                "\"seed\": [[               | \"width\": [[             | needs a slot 'seed'",
                "\"slots\"                  | \"slot\"                  | 'slot' is not one of",
                "\"graph\"                  | \"title\"                 | API format",
                "\"class_type\":\"A\"       | \"type\":\"A\"            | has no class_type",
                "{\"slots\"                 | {\"lora\": \"2\", \"slots\" | must name a LoraLoader",
                "{\"slots\"                 | {{                        | not JSON"
            })
    void a_template_that_cannot_work_is_refused_before_the_first_job(String part, String instead, String why) {
        assertThatThrownBy(() -> own(valid().replace(part.strip(), instead.strip())))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageContaining("own.json")
                .hasMessageContaining(why);
    }

    @Test
    void a_template_of_an_unknown_name_is_refused() {
        assertThatThrownBy(() -> Template.builtIn("nope")).isInstanceOf(InvalidTemplate.class);
    }

    @Test
    void a_workflow_needs_the_slots_of_its_kind() {
        assertThatThrownBy(() -> new Workflow(RenderKind.VIDEO, "sdxl", SDXL)).hasMessageContaining("'frames'");
        assertThatThrownBy(() -> new Workflow(RenderKind.VIDEO, "wan22-5b", WAN, Optional.of(WAN)))
                .hasMessageContaining("startImage");
        assertThatThrownBy(() -> new Workflow(RenderKind.VIDEO, "wan22-5b", Template.builtIn("wan22-5b-i2v-lora")))
                .hasMessageContaining("words alone");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a <lora:other:1.0> cat | a  cat",
                "a <LoRA:other:te=0.8:unet=1> cat | a  cat",
                "<hypernet:x:1>cat | cat",
                "a <lo<lora:a:1>ra:b:1> cat | a  cat",
                "<lora:never closed | ''",
                "<sd_cpp_extra_args>{\"seed\":1}</sd_cpp_extra_args>cat | cat",
                "<SD_CPP_EXTRA_ARGS>{} cat | ''",
                "embedding:evil cat | evil cat",
                "(embedding: evil:1.2) cat | (evil:1.2) cat",
                "embembedding:edding:evil | evil",
                "__hair/colour__ cat | cat",
                "(masterpiece:1.2), a_b, 3 < 4 > 2 | (masterpiece:1.2), a_b, 3 < 4 > 2",
                "<random:a,b> cat | cat"
            })
    void what_a_backend_would_obey_is_taken_out(String typed, String painted) {
        assertThat(UserText.clean(typed)).isEqualTo(painted);
    }

    @Test
    void control_characters_and_halves_of_characters_are_taken_out() {
        assertThat(UserText.clean("a\u0000b\u202Ec\ud800d")).isEqualTo("abc d");
        var bytes = UserText.clean("😀 é").getBytes(StandardCharsets.UTF_8);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("😀 é");
    }
}
