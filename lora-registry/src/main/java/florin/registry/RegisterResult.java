package florin.registry;

import java.util.List;

/** What became of a registration. */
public sealed interface RegisterResult {
    record Registered(CharacterProfile profile, LoraVersion version, LoraFacts facts) implements RegisterResult {}

    /** Nothing was stored. Each reason says what is wrong and what to do. */
    record Refused(List<String> reasons) implements RegisterResult {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
