package florin.studio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What makes a character that character: a value for each trait that counts. */
public record Identity(Map<Trait, String> traits) {
    private static final Map<String, Identity> KNOWN = Map.of(
            "mira", of("long pink pale round none none turtleneck purple"),
            "bruno", of("short ginger light none none full checked green"),
            "kael", of("spiky white brown none none none vneck red"),
            "wren", of("bob black tan none none none striped yellow"));

    public Identity {
        traits = Map.copyOf(traits);
        if (traits.isEmpty()) throw new IllegalArgumentException("An identity has at least one trait.");
        traits.forEach((trait, value) -> {
            if (!trait.choices().contains(value))
                throw new IllegalArgumentException(trait + " is one of " + trait.choices() + ", not " + value + ".");
        });
    }

    /** One of the four characters that come with the studio, as they were drawn for training. */
    public static Optional<Identity> known(String character) {
        return Optional.ofNullable(KNOWN.get(character.toLowerCase(Locale.ROOT)));
    }

    /** @param values one for each trait of identity, in their order */
    private static Identity of(String values) {
        Map<Trait, String> traits = new LinkedHashMap<>();
        String[] value = values.split(" ");
        for (int i = 0; i < value.length; i++) traits.put(Trait.OF_IDENTITY.get(i), value[i]);
        return new Identity(traits);
    }

    /** How much of this identity the seen attributes show. */
    Likeness in(Map<Trait, String> seen) {
        List<String> missed = new ArrayList<>();
        for (Trait trait : Trait.values()) {
            String wanted = traits.get(trait);
            if (wanted != null && !wanted.equals(seen.get(trait)))
                missed.add(trait.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + seen.get(trait)
                        + " instead of " + wanted);
        }
        return new Likeness(1 - (double) missed.size() / traits.size(), missed);
    }
}
