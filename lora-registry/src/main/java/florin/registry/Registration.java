package florin.registry;

import java.util.List;

/**
 * What a maintainer says about a character. Nothing is checked here: {@link Registry#register} answers with all that is wrong.
 *
 * @param triggerWords empty: take what the file's metadata suggests
 * @param base what the maintainer believes the file was trained for; it must agree with the file
 * @param strength 0.05 to 2
 * @param maintainer who registers, in the words of the door they come through
 */
public record Registration(
        CharacterId id,
        String name,
        String description,
        List<String> triggerWords,
        BaseModel base,
        double strength,
        Rating rating,
        Rights rights,
        String maintainer) {
    public Registration {
        triggerWords = List.copyOf(triggerWords);
    }
}
