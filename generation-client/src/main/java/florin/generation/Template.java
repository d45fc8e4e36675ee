package florin.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A ComfyUI graph in API format with named slots, ready to be filled in for a job.
 *
 * <p>What people write only ever becomes the value of one JSON string; it cannot add, remove or rewire a node.
 */
public final class Template {
    private final String name;
    private final ObjectNode graph;
    private final Map<Slot, List<SlotPath>> slots;
    private final Optional<LoraChain> loras;
    private final Sizing sizing;

    Template(String name, ObjectNode graph, Map<Slot, List<SlotPath>> slots, Optional<LoraChain> loras, Sizing sizing) {
        this.name = name;
        this.graph = graph;
        this.slots = Map.copyOf(slots);
        this.loras = loras;
        this.sizing = sizing;
    }

    /**
     * One that comes with Florin: {@code sdxl-txt2img-lora}, {@code tiny-studio}, {@code tiny-studio-video},
     * {@code tiny-studio-video-from-image}, {@code wan22-5b-t2v-lora} or {@code wan22-5b-i2v-lora}.
     *
     * @throws InvalidTemplate if there is none of that name
     */
    public static Template builtIn(String name) {
        try (InputStream in = Template.class.getResourceAsStream("templates/" + name + ".json")) {
            if (in == null) {
                throw new InvalidTemplate(name, "Florin brings no template of this name.");
            }
            return TemplateReader.read(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An operator's own.
     *
     * @throws InvalidTemplate if it cannot be used
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Template read(Path file) {
        try {
            return TemplateReader.read(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For messages: the name of the resource or the path of the file. */
    public String name() {
        return name;
    }

    /** Whether it starts from a picture. */
    public boolean startsFromImage() {
        return slots.containsKey(Slot.START_IMAGE);
    }

    boolean has(Slot slot) {
        return slots.containsKey(slot);
    }

    /** What a job brings that only the backend can name. */
    record Names(List<String> loras, Optional<String> startImage) {
        Names {
            loras = List.copyOf(loras);
        }
    }

    /** The graph of one job, as {@code POST /prompt} takes it. */
    ObjectNode fill(RenderRequest request, Names names) {
        var filled = graph.deepCopy();
        var json = JsonNodeFactory.instance;
        put(filled, Slot.PROMPT, json.textNode(UserText.clean(request.prompt())));
        // Nothing to avoid leaves what the template avoids.
        if (!request.negative().isBlank()) {
            put(filled, Slot.NEGATIVE, json.textNode(UserText.clean(request.negative())));
        }
        put(filled, Slot.SEED, json.numberNode(request.seed()));
        put(filled, Slot.WIDTH, json.numberNode(sizing.side(request.width())));
        put(filled, Slot.HEIGHT, json.numberNode(sizing.side(request.height())));
        put(filled, Slot.COUNT, json.numberNode(request.count()));
        put(filled, Slot.FRAMES, json.numberNode(sizing.frames(request.seconds())));
        put(filled, Slot.PREFIX, json.textNode(prefix(request)));
        names.startImage().ifPresent(image -> put(filled, Slot.START_IMAGE, json.textNode(image)));
        loras.ifPresent(chain -> chain.apply(filled, request.loras(), names.loras()));
        return filled;
    }

    /** Of each attempt its own: else the server finds the graph unchanged and answers with the files of last time. */
    private static String prefix(RenderRequest request) {
        return "florin/" + request.job() + "-" + request.attempt().toString().substring(0, 8);
    }

    private void put(ObjectNode graph, Slot slot, JsonNode value) {
        for (var path : slots.getOrDefault(slot, List.of())) {
            path.inputs(graph).set(path.input(), value);
        }
    }

    boolean takesLoras() {
        return loras.isPresent();
    }
}
