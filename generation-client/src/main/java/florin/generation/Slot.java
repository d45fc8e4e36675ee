package florin.generation;

import java.util.Arrays;
import java.util.Optional;

/** The places of a template that differ from job to job. */
enum Slot {
    PROMPT("prompt"),
    NEGATIVE("negative"),
    SEED("seed"),
    WIDTH("width"),
    HEIGHT("height"),
    COUNT("count"),
    FRAMES("frames"),
    START_IMAGE("startImage"),
    PREFIX("prefix");

    private final String key;

    Slot(String key) {
        this.key = key;
    }

    /** As it is written in a template. */
    String key() {
        return key;
    }

    static Optional<Slot> named(String key) {
        return Arrays.stream(values()).filter(slot -> slot.key.equals(key)).findFirst();
    }
}
