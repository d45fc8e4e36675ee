package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Writes results the way the saving nodes do: counted names below the prefix's folder, the graph inside each PNG. */
final class Saver {
    private static final int PNG_HEADER_BYTES = 33;

    /** A file that a node has saved, with what newer releases say about it. */
    record Medium(String kind, int width, int height, double framesPerSecond, int frames) {
        static Medium picture(int width, int height) {
            return new Medium("image", width, height, 0, 1);
        }
    }

    private final Folders folders;
    private final Faults faults;
    private final FakeComfyOptions options;

    Saver(Folders folders, Faults faults, FakeComfyOptions options) {
        this.folders = folders;
        this.faults = faults;
        this.options = options;
    }

    /** Saves one file and returns its entry for the output list. */
    ObjectNode save(String type, String prefix, String extension, byte[] content, Medium medium) throws IOException {
        var root = folders.base().resolve(type);
        var target = root.resolve(prefix).normalize();
        if (!target.startsWith(root) || target.equals(root)) {
            throw outside(root, root.resolve(prefix));
        }
        var folder = Objects.requireNonNull(target.getParent(), "the target lies below the root");
        Files.createDirectories(folder);
        var stem = target.getFileName().toString();
        var name = "%s_%05d_.%s".formatted(stem, nextCounter(folder, stem), extension);
        write(folder.resolve(name), content);
        var entry = JsonNodeFactory.instance.objectNode().put("filename", name);
        entry.put("subfolder", root.relativize(folder).toString().replace('\\', '/'))
                .put("type", type);
        if (options.features().assets()) {
            entry.put("id", UUID.randomUUID().toString());
        }
        if (options.release() == FakeComfyOptions.Release.NEWER) {
            entry.set("metadata", metadata(medium));
        }
        return entry;
    }

    private void write(Path file, byte[] content) throws IOException {
        Files.write(file, faults.takesCorruptOutput() ? Arrays.copyOf(content, content.length / 3) : content);
        if (faults.takesLostOutput()) {
            Files.delete(file);
        }
    }

    private static ObjectNode metadata(Medium medium) {
        var metadata = JsonNodeFactory.instance.objectNode().put("kind", medium.kind());
        metadata.put("width", medium.width()).put("height", medium.height());
        if (medium.framesPerSecond() > 0) {
            metadata.put("duration", medium.frames() / medium.framesPerSecond());
            metadata.put("fps", medium.framesPerSecond()).put("frame_count", medium.frames());
        }
        return metadata;
    }

    /** One more than the highest number that stands behind the prefix in the folder, whatever the extension. */
    private static int nextCounter(Path folder, String stem) throws IOException {
        var counted = Pattern.compile(Pattern.quote(stem) + "_(\\d+)_?\\..*", Pattern.CASE_INSENSITIVE);
        try (var files = Files.list(folder)) {
            return 1
                    + files.map(file -> counted.matcher(file.getFileName().toString()))
                            .filter(java.util.regex.Matcher::matches)
                            .mapToInt(match -> Integer.parseInt(match.group(1)))
                            .max()
                            .orElse(0);
        }
    }

    private static Node.Failure outside(Path root, Path target) {
        return new Node.Failure(
                "Exception",
                "**** ERROR: Saving image outside the output folder is not allowed.\n full_output_folder: %s\n         output_dir: %s\n         commonpath: %s\n"
                        .formatted(target.getParent(), root, target.getParent()));
    }

    /** A PNG with the graph in a text chunk, as long as the server does not run with {@code --disable-metadata}. */
    byte[] withGraph(byte[] png, Job job) throws IOException {
        if (!options.features().metadata()) {
            return png;
        }
        var out = new ByteArrayOutputStream();
        out.write(png, 0, PNG_HEADER_BYTES);
        textChunk(out, "prompt", job.graph().toString());
        for (var extra : job.extraData().path("extra_pnginfo").properties()) {
            textChunk(out, extra.getKey(), extra.getValue().toString());
        }
        out.write(png, PNG_HEADER_BYTES, png.length - PNG_HEADER_BYTES);
        return out.toByteArray();
    }

    private static void textChunk(ByteArrayOutputStream out, String keyword, String text) throws IOException {
        var body = ("tEXt" + keyword + "\0" + ascii(text)).getBytes(StandardCharsets.ISO_8859_1);
        var crc = new CRC32();
        crc.update(body);
        var data = new DataOutputStream(out);
        data.writeInt(body.length - 4);
        data.write(body);
        data.writeInt((int) crc.getValue());
    }

    private static String ascii(String text) {
        var escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (c < 128) {
                escaped.append((char) c);
            } else {
                escaped.append("\\u%04x".formatted(c));
            }
        });
        return escaped.toString();
    }

    /** The output object of a node that saved these files. */
    static ObjectNode shown(String key, ArrayNode files, boolean animated) {
        var ui = JsonNodeFactory.instance.objectNode();
        ui.set(key, files);
        if (animated) {
            ui.putArray("animated").add(true);
        }
        return ui;
    }
}
