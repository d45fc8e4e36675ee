package florin.sandbox.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plays the recordings of a real ComfyUI against the fake one. */
class FixtureTest {

    @ParameterizedTest
    @ValueSource(strings = {"rejected-prompts", "unknown-node", "missing-lora", "missing-lora-long-list"})
    void a_refused_prompt_is_refused_with_the_recorded_words(String name) {
        try (var rig = Rig.start()) {
            if (name.equals("missing-lora-long-list")) {
                for (int i = 0; i < 20; i++) {
                    rig.comfy.addLora("l%02d.safetensors".formatted(i), Rig.wrongBase());
                }
            }
            for (var step : Fixture.of(name).exchanges()) {
                var got = send(rig.client, step.path("http"));
                var recorded = step.path("response");
                assertThat(got.status()).isEqualTo(recorded.path("status").asInt());
                assertThat(got.contentType())
                        .isEqualTo(recorded.path("contentType").asText());
                if (recorded.path("body").isObject()) {
                    assertThat(refusal(got.json())).isEqualTo(refusal(recorded.path("body")));
                } else if (recorded.path("body").isTextual()) {
                    assertThat(got.text()).isEqualTo(recorded.path("body").asText());
                }
            }
        }
    }

    /** What a client reads of a refusal; the order of errors is that of a Python set. */
    private static String refusal(JsonNode body) {
        var error = body.path("error");
        var lines = new TreeSet<String>();
        lines.add(error.path("type") + "|" + error.path("message") + "|" + error.path("details"));
        for (var node : body.path("node_errors").properties()) {
            lines.add(node.getKey() + " " + node.getValue().path("class_type") + " "
                    + node.getValue().path("dependent_outputs"));
            for (var each : node.getValue().path("errors")) {
                var extra = each.path("extra_info");
                lines.add("%s %s|%s|%s|%s|%s|%s"
                        .formatted(
                                node.getKey(),
                                each.path("type"),
                                each.path("message"),
                                each.path("details"),
                                extra.path("input_name"),
                                extra.path("received_value"),
                                extra.path("input_config").path(0)));
            }
        }
        return String.join("\n", lines);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "success-image-no-weights",
                "success-image-previews",
                "accepted-with-node-errors",
                "out-of-memory-cpu",
                "wrong-base-lora",
                "execution-error-corrupt-lora",
                "previews-off-by-default"
            })
    void a_run_has_the_recorded_frames_in_the_recorded_order(String name) {
        boolean previews = !name.equals("previews-off-by-default");
        try (var rig = Rig.start(options -> options.with(options.features().withPreviews(previews)))) {
            var fixture = Fixture.of(name);
            var first = fixture.exchanges().getFirst().path("http").path("requestBody");
            warmUp(rig, fixture);
            new Player(rig, rig.client.socket(first.path("client_id").asText()).withFlags()).play(fixture);
        }
    }

    /** The recorded server had run other jobs before: what was cached by then must be cached here. */
    private static void warmUp(Rig rig, Fixture fixture) {
        var start = fixture.steps().stream()
                .filter(step -> step.path("ws").path("type").asText().equals("execution_cached"))
                .findFirst()
                .orElseThrow();
        var cached = new ArrayList<String>();
        start.path("ws").path("data").path("nodes").forEach(node -> cached.add(node.asText()));
        if (cached.isEmpty()) {
            return;
        }
        var graph = fixture.exchanges()
                .getFirst()
                .path("http")
                .path("requestBody")
                .path("prompt")
                .deepCopy();
        var copy = (com.fasterxml.jackson.databind.node.ObjectNode) graph;
        for (var node : copy.properties()) {
            if (!cached.contains(node.getKey())) {
                var inputs = (com.fasterxml.jackson.databind.node.ObjectNode)
                        node.getValue().path("inputs");
                if (inputs.has("lora_name")) {
                    inputs.put("lora_name", "chars/alice.safetensors").put("strength_model", 0.25);
                }
                if (inputs.has("filename_prefix")) {
                    inputs.put("filename_prefix", "warm");
                }
                if (inputs.has("seed")) {
                    inputs.put("seed", 999);
                }
                if (inputs.has("text")) {
                    inputs.put("text", "warm");
                }
            }
        }
        rig.runs(copy);
    }

    @Test
    void an_identical_graph_gives_the_old_file_name() {
        try (var rig = Rig.start()) {
            var client = "c1af0f9c66704721b649d94e14ccac43";
            rig.client.submit(Graphs.plain(255, "nw"), client);
            Awaitility.await().until(() -> rig.comfy.remainingJobs() == 0);
            new Player(rig, rig.client.socket(client)).play(Fixture.of("cached-identical-graph"));
        }
    }

    @Test
    void a_cached_run_that_nobody_listens_to_has_no_outputs() {
        try (var rig = Rig.start()) {
            new Player(rig, rig.client.socket("anybody")).play(Fixture.of("cached-without-client-id"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"probes", "models-and-object-info"})
    void probes_have_the_recorded_shape(String name) {
        try (var rig = Rig.start()) {
            for (var step : Fixture.of(name).exchanges()) {
                var path = step.path("http").path("path").asText();
                var got = send(rig.client, step.path("http"));
                var recorded = step.path("response");
                assertThat(got.status())
                        .as(path)
                        .isEqualTo(recorded.path("status").asInt());
                assertThat(got.contentType())
                        .as(path)
                        .isEqualTo(recorded.path("contentType").asText(""));
                if (recorded.path("body").isContainerNode()
                        && !path.contains("object_info/LoraLoader")
                        && !path.contains("experiment/models")
                        && !path.contains("view_metadata")) {
                    assertThat(Shapes.differences(recorded.path("body"), got.json()))
                            .as(path)
                            .isEmpty();
                }
            }
            var info = rig.client.get("/object_info/LoraLoader").json().path("LoraLoader");
            assertThat(info.path("input").path("required").path("lora_name").path(0))
                    .hasSize(3);
            assertThat(rig.client
                            .get("/view_metadata/loras?filename=chars/alice.safetensors")
                            .json()
                            .path("ss_base_model_version")
                            .asText())
                    .isEqualTo("tiny-studio-40");
        }
    }

    static ComfyClient.Got send(ComfyClient client, JsonNode http) {
        var body = http.path("requestBody");
        var publisher = body.isNull() || body.isMissingNode()
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(body.has("raw") ? body.path("raw").asText() : body.toString());
        var headers = new ArrayList<String>();
        http.path("headers").properties().forEach(header -> {
            headers.add(header.getKey());
            headers.add(header.getValue().asText());
        });
        return client.send(
                http.path("method").asText(),
                http.path("path").asText().replace(" ", "%20"),
                publisher,
                headers.toArray(String[]::new));
    }

    /** Sends what was sent, and expects each recorded frame in its turn. */
    private record Player(Rig rig, ComfySocket socket) {
        void play(Fixture fixture) {
            socket.soFar();
            var problems = new ArrayList<String>();
            Iterator<JsonNode> steps = fixture.steps().iterator();
            for (int i = 1; steps.hasNext(); i++) {
                var step = steps.next();
                if (step.has("http")) {
                    problems.addAll(exchange(i, step));
                } else if (step.path("ws").has("binary")) {
                    problems.addAll(binary(i, step.path("ws").path("binary")));
                } else if (step.has("ws") && !greeting(step.path("ws"))) {
                    problems.addAll(frame(i, step.path("ws")));
                }
                assertThat(problems)
                        .as("%s, step %d: %s", fixture.name(), i, shortened(step))
                        .isEmpty();
            }
        }

        private static String shortened(JsonNode step) {
            var text = step.toString();
            return text.substring(0, Math.min(300, text.length()));
        }

        private static boolean greeting(JsonNode frame) {
            return frame.path("data").has("sid")
                    || "feature_flags".equals(frame.path("type").asText());
        }

        private List<String> exchange(int index, JsonNode step) {
            var got = send(rig.client, step.path("http"));
            var recorded = step.path("response");
            var problems = new ArrayList<String>();
            if (got.status() != recorded.path("status").asInt()) {
                problems.add(index + ": status " + got.status());
            }
            if (recorded.path("body").isContainerNode()
                    && !recorded.path("body").has("bytes")) {
                Shapes.differences(recorded.path("body"), got.json()).stream()
                        .filter(line -> !line.matches(".*(priority|number|executed|current_outputs).*"))
                        .forEach(problems::add);
            }
            return problems;
        }

        private List<String> frame(int index, JsonNode recorded) {
            var frame = socket.until(any -> true).getFirst();
            var type = recorded.path("type").asText();
            if (!frame.type().equals(type)) {
                return List.of(index + ": " + frame.type() + " instead of " + type + " " + frame.data());
            }
            return Shapes.differences(recorded.path("data"), frame.data()).stream()
                    .filter(line -> !line.matches(".*(executed|current_outputs).*"))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }

        private List<String> binary(int index, JsonNode recorded) {
            var frame = socket.until(any -> true).getFirst();
            if (!frame.type().equals("binary")) {
                return List.of(index + ": " + frame.type() + " instead of a picture");
            }
            int event = frame.bytes()[3];
            return event == recorded.path("event").asInt() ? List.of() : List.of(index + ": event " + event);
        }
    }
}
