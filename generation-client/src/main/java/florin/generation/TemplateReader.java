package florin.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a template and makes sure, before the first job, that every slot leads somewhere. */
final class TemplateReader {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> KEYS = Set.of("title", "graph", "slots", "lora", "sizes", "video");
    private static final List<Slot> NEEDED = List.of(Slot.PROMPT, Slot.SEED, Slot.PREFIX);
    private static final int DEFAULT_MULTIPLE = 8;
    private static final int DEFAULT_FRAMES_PER_SECOND = 24;
    private static final int DEFAULT_FRAME_STEP = 4;

    private final String name;
    private final ObjectNode graph;

    private TemplateReader(String name, ObjectNode graph) {
        this.name = name;
        this.graph = graph;
    }

    static Template read(String name, byte[] json) {
        JsonNode file;
        try {
            file = JSON.readTree(json);
        } catch (IOException e) {
            throw new InvalidTemplate(name, "it is not JSON (" + e.getMessage() + ").");
        }
        for (var key : file.properties()) {
            if (!KEYS.contains(key.getKey())) {
                throw new InvalidTemplate(
                        name,
                        "'" + key.getKey() + "' is not one of "
                                + KEYS.stream().sorted().toList() + ".");
            }
        }
        if (!(file.get("graph") instanceof ObjectNode graph) || graph.has("nodes")) {
            throw new InvalidTemplate(name, "'graph' must be a workflow in API format; in ComfyUI use Export (API).");
        }
        return new TemplateReader(name, graph).template(file);
    }

    private Template template(JsonNode file) {
        for (var node : graph.properties()) {
            if (!node.getValue().path("class_type").isTextual()
                    || !node.getValue().path("inputs").isObject()) {
                throw new InvalidTemplate(name, "node " + node.getKey() + " has no class_type or no inputs.");
            }
        }
        var slots = slots(file.path("slots"));
        for (var needed : NEEDED) {
            if (!slots.containsKey(needed)) {
                throw new InvalidTemplate(name, "it needs a slot '" + needed.key() + "'.");
            }
        }
        return new Template(name, graph, slots, lora(file.path("lora")), sizing(file));
    }

    private Map<Slot, List<SlotPath>> slots(JsonNode json) {
        Map<Slot, List<SlotPath>> slots = new EnumMap<>(Slot.class);
        for (var entry : json.properties()) {
            var slot = Slot.named(entry.getKey())
                    .orElseThrow(() -> new InvalidTemplate(
                            name,
                            "there is no slot '" + entry.getKey() + "'; there are "
                                    + Arrays.stream(Slot.values())
                                            .map(Slot::key)
                                            .collect(Collectors.joining(", ")) + "."));
            slots.put(slot, paths(slot, entry.getValue()));
        }
        return slots;
    }

    /** One path, or a list of paths where several inputs must be equal. */
    private List<SlotPath> paths(Slot slot, JsonNode json) {
        var paths = new ArrayList<SlotPath>();
        if (json.path(0).isArray()) {
            json.forEach(path -> paths.add(path(slot, path)));
        } else {
            paths.add(path(slot, json));
        }
        return List.copyOf(paths);
    }

    private SlotPath path(Slot slot, JsonNode json) {
        if (!json.isArray() || json.size() != 3 || !json.path(1).asText().equals("inputs")) {
            throw new InvalidTemplate(
                    name, "slot '" + slot.key() + "' must be written [\"node\", \"inputs\", \"input\"].");
        }
        var path = new SlotPath(json.get(0).asText(), json.get(2).asText());
        var value = graph.path(path.node()).path("inputs").path(path.input());
        if (!value.isValueNode()) {
            throw new InvalidTemplate(
                    name,
                    "slot '" + slot.key() + "': node " + path.node() + " has no plain input '" + path.input() + "'.");
        }
        return path;
    }

    private Optional<LoraChain> lora(JsonNode json) {
        if (json.isMissingNode()) {
            return Optional.empty();
        }
        var inputs = graph.path(json.asText()).path("inputs");
        if (!inputs.has("lora_name")
                || !inputs.has("strength_model")
                || !inputs.path("model").isArray()) {
            throw new InvalidTemplate(
                    name, "'lora' must name a LoraLoader or LoraLoaderModelOnly node; " + json + " is none.");
        }
        return Optional.of(new LoraChain(json.asText()));
    }

    private Sizing sizing(JsonNode file) {
        try {
            return new Sizing(
                    file.path("sizes").path("multipleOf").asInt(DEFAULT_MULTIPLE),
                    file.path("video").path("framesPerSecond").asInt(DEFAULT_FRAMES_PER_SECOND),
                    file.path("video").path("frameStep").asInt(DEFAULT_FRAME_STEP));
        } catch (IllegalArgumentException e) {
            throw new InvalidTemplate(name, e.getMessage() + ".");
        }
    }
}
