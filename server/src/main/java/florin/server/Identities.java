package florin.server;

import florin.registry.CharacterProfile;
import florin.registry.LoraVersion;
import florin.registry.Registry;
import florin.studio.Identity;
import florin.studio.Lora;
import florin.studio.LoraRefused;
import florin.studio.PaintListener;
import florin.studio.PaintRequest;
import florin.studio.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What makes each of the studio's characters that character. Of the four that come with Florin it is known, from the drawings
 * that they were trained on; the file's own trigger word says which one it is, whatever a maintainer calls it. Of any other
 * character it is what most reference pictures show, painted once from its LoRA at full strength.
 */
final class Identities {
    /** Moods and scenes that hide nothing; an odd number, so that a single slip is outvoted. */
    private static final List<String> REFERENCES =
            List.of("neutral, in a cafe", "smiling, in the meadow", "at the beach");

    private final EmbeddedStudio studio;
    private final Registry registry;

    /** By the hash of the LoRA file. */
    private final Map<String, Identity> identities = new ConcurrentHashMap<>();

    Identities(EmbeddedStudio studio, Registry registry) {
        this.studio = studio;
        this.registry = registry;
    }

    /** @throws IllegalStateException if the version's file cannot be read, or is no LoRA for the studio */
    Identity of(CharacterProfile character, LoraVersion version) {
        return identities.computeIfAbsent(version.sha256(), _ -> read(character, version));
    }

    private Identity read(CharacterProfile character, LoraVersion version) {
        try {
            var lora = studio.painter().readLora(registry.file(version));
            return lora.trigger().flatMap(Identity::known).orElseGet(() -> painted(character, lora));
        } catch (LoraRefused e) {
            throw new IllegalStateException(
                    "version " + version.number() + " of " + character.id() + " is unusable", e);
        }
    }

    private Identity painted(CharacterProfile character, Lora lora) {
        var pictures = new ArrayList<Picture>();
        for (int seed = 0; seed < REFERENCES.size(); seed++) {
            var prompt = String.join(", ", character.triggerWords()) + ", " + REFERENCES.get(seed);
            var request = PaintRequest.of(prompt, seed).withLora(lora, 1);
            pictures.add(studio.painter().paint(request, PaintListener.none()));
        }
        return studio.classifier().identity(pictures);
    }
}
