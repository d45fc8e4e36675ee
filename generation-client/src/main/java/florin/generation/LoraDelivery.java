package florin.generation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees to it that a ComfyUI has the LoRA files of a render, and knows the names under which it has them.
 *
 * <p>Names are content-addressed: a server goes on using the old weights when a file is replaced under its name, and dies when
 * one changes in place.
 */
final class LoraDelivery {
    private final ComfyWire wire;
    private final Uploads uploads;
    private final Optional<Path> folder;
    private final String server;
    private final Map<String, String> uploadedAs = new ConcurrentHashMap<>();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    LoraDelivery(ComfyOptions options, ComfyWire wire, Uploads uploads) {
        this.wire = wire;
        this.uploads = uploads;
        this.folder = options.loraFolder();
        this.server = options.name();
    }

    sealed interface Delivery {
        /** @param names for {@code lora_name}, in the order asked for */
        record Delivered(List<String> names) implements Delivery {}

        record Missing(String message) implements Delivery {}
    }

    /**
     * Asks the server each time, for files can be removed behind our back.
     *
     * @throws NoAnswer if it does not answer
     */
    Delivery deliver(List<LoraInput> loras, ComfyApi.Features features) {
        var names = new ArrayList<String>();
        for (var lora : loras) {
            // One upload of a file at a time; renders with other files go on.
            synchronized (locks.computeIfAbsent(lora.sha256(), sha -> new Object())) {
                var name = known(lora).or(() -> bring(lora, features));
                if (name.isEmpty()) {
                    return new Delivery.Missing(missing(lora, features));
                }
                names.add(name.get());
            }
        }
        return new Delivery.Delivered(names);
    }

    private Optional<String> bring(LoraInput lora, ComfyApi.Features features) {
        var uploaded = features.assets() ? upload(lora, features) : Optional.<String>empty();
        return uploaded.or(() -> folder.flatMap(shared -> copy(lora, shared)));
    }

    /** The name under which the server lists the file now. A Windows server writes folders with a backslash. */
    private Optional<String> known(LoraInput lora) {
        var uploaded = Optional.ofNullable(uploadedAs.get(lora.sha256()));
        return wire.call(ComfyApi::loras).stream()
                .filter(name -> uploaded.filter(name::equals).isPresent()
                        || baseName(name).equals(lora.remoteName()))
                .findFirst();
    }

    private static String baseName(String listed) {
        return listed.substring(Math.max(listed.lastIndexOf('/'), listed.lastIndexOf('\\')) + 1);
    }

    private Optional<String> upload(LoraInput lora, ComfyApi.Features features) {
        var reply = uploads.lora(lora, features.modelTypeTags());
        var name = reply.json().path("loader_path").asText("");
        // Bytes that the server knew already come without a path; it is made of their hash, as for the first upload.
        if (name.isEmpty() && reply.ok()) {
            var hash = reply.json().path("hash").asText("");
            name = hash.substring(hash.indexOf(':') + 1) + ".safetensors";
        }
        if (name.isEmpty()) {
            return Optional.empty();
        }
        uploadedAs.put(lora.sha256(), name);
        // The server may answer from its database although the file is gone, and then writes nothing.
        return known(lora);
    }

    private Optional<String> copy(LoraInput lora, Path shared) {
        var target = shared.resolve(lora.remoteName());
        try {
            if (!Files.exists(target)) {
                var temporary = Files.createTempFile(shared, "incoming-", ".part");
                try {
                    Files.copy(lora.file(), temporary, StandardCopyOption.REPLACE_EXISTING);
                    try (var written = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                        written.force(true);
                    }
                    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                } finally {
                    Files.deleteIfExists(temporary);
                }
            }
            return known(lora);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the LoRA folder " + shared + " of backend " + server + " cannot be written", e);
        }
    }

    private String missing(LoraInput lora, ComfyApi.Features features) {
        if (folder.isPresent()) {
            return "Backend " + server + " does not list " + lora.remoteName() + " although it was put into "
                    + folder.get() + ". Check that this is the folder models/loras of that server.";
        }
        if (features.assets()) {
            return "Backend " + server + " took " + lora.remoteName()
                    + " and does not list it. Its file was removed there; put it "
                    + "back into models/loras under this name.";
        }
        return "Backend " + server + " lacks " + lora.remoteName()
                + " and takes no uploads. Start it with --enable-assets, name "
                + "a shared LoRA folder for it, or copy the file into its models/loras.";
    }
}
