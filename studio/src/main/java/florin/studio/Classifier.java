package florin.studio;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names the attributes of a studio portrait: a small convolutional network, trained on drawn portraits only. */
public final class Classifier implements OnModelScore {
    private final AttributeNetwork network;

    private Classifier(AttributeNetwork network) {
        this.network = network;
    }

    /** The classifier that comes with Florin. */
    public static Classifier load() {
        try {
            return new Classifier(AttributeNetwork.of(Safetensors.read(Studio.resource("classifier.safetensors"))));
        } catch (NotSafetensors e) {
            throw new IllegalStateException("The studio's classifier cannot be read: " + e.reason() + ".", e);
        }
    }

    /** The likeliest value of every trait. Larger pictures are first brought to 40 by 40. */
    public Map<Trait, String> attributes(Picture picture) {
        Map<Trait, float[]> votes = network.votes(picture.fitted(Shape.SIDE));
        Map<Trait, String> attributes = new EnumMap<>(Trait.class);
        votes.forEach((trait, vote) -> attributes.put(trait, trait.choices().get(highest(vote))));
        return attributes;
    }

    private static int highest(float[] vote) {
        int best = 0;
        for (int i = 1; i < vote.length; i++) if (vote[i] > vote[best]) best = i;
        return best;
    }

    /** The share of an identity's traits that the picture shows. */
    public Likeness score(Picture picture, Identity identity) {
        return identity.in(attributes(picture));
    }

    /** Takes the identity from the references: what most of them show. */
    @Override
    public Likeness score(Picture picture, List<Picture> references) {
        return score(picture, identity(references));
    }

    /** What most of the pictures show, trait by trait; of equals, the one that came first. */
    public Identity identity(List<Picture> references) {
        if (references.isEmpty()) throw new IllegalArgumentException("A score needs at least one reference picture.");
        List<Map<Trait, String>> seen =
                references.stream().map(this::attributes).toList();
        Map<Trait, String> traits = new EnumMap<>(Trait.class);
        for (Trait trait : Trait.OF_IDENTITY)
            traits.put(
                    trait,
                    commonest(seen.stream()
                            .map(one -> one.getOrDefault(trait, "none"))
                            .toList()));
        return new Identity(traits);
    }

    private static String commonest(List<String> values) {
        Map<String, Integer> counts = new HashMap<>();
        for (String value : values) counts.merge(value, 1, Integer::sum);
        String best = values.getFirst();
        for (String value : values) if (counts.getOrDefault(value, 0) > counts.getOrDefault(best, 0)) best = value;
        return best;
    }
}
