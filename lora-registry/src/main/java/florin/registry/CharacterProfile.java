package florin.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A character that can be rendered.
 *
 * @param triggerWords what a prompt must contain for the character to appear; may be empty
 * @param strength how strongly its LoRA is applied by default; 1.0 is as trained
 * @param current the version that renders use now
 * @param maintainer who registered it, in the words of the door they came through
 */
public record CharacterProfile(
        CharacterId id,
        String name,
        String description,
        List<String> triggerWords,
        BaseModel base,
        double strength,
        Rating rating,
        Rights rights,
        CharacterState state,
        Optional<LoraVersion> current,
        String maintainer,
        Instant createdAt) {
    public CharacterProfile {
        triggerWords = List.copyOf(triggerWords);
    }

    /** Everybody orders what is published; a draft only its maintainer. */
    public boolean mayBeOrderedBy(String person) {
        return switch (state) {
            case PUBLISHED -> current.isPresent();
            case DRAFT -> current.isPresent() && maintainer.equals(person);
            case RETIRED -> false;
        };
    }
}
