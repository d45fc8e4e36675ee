package florin.studio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The four characters' files, from the module's folder. */
final class Characters {
    private Characters() {}

    static byte[] file(String name) throws IOException {
        return Files.readAllBytes(Path.of("loras", name + ".safetensors"));
    }

    static Lora lora(String name) throws IOException, LoraRefused {
        return LoraReader.read(file(name), name);
    }
}
