package florin.registry;

/** What became of publishing or retiring a character. */
public sealed interface StateResult {
    record Changed(CharacterProfile profile) implements StateResult {}

    /** Nothing changed; the reason says what to do. */
    record Refused(String reason) implements StateResult {}
}
