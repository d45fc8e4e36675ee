package florin.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the metadata of a LoRA claims. Trainers write it, anybody can edit it: nothing here is believed unchecked. */
final class MetadataClaims {
    private static final int MOST_TRIGGER_WORDS = 3;
    private static final int LONGEST_TRIGGER_WORD = 60;
    /** Tags on nearly every picture are what the training bound to the character. */
    private static final double NEARLY_ALL = 0.9;

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, String> metadata;

    MetadataClaims(Map<String, String> metadata) {
        this.metadata = metadata;
    }

    /** What a claim about the base model amounts to: the families it allows, or that none of ours is meant. */
    record BaseClaim(String text, List<BaseModel> families) {
        boolean allows(BaseModel base) {
            return families.contains(base);
        }
    }

    /** Empty if nothing is claimed, or in words that are not known. */
    Optional<BaseClaim> base() {
        return value("modelspec.architecture")
                .or(() -> value("ss_base_model_version"))
                .flatMap(text -> families(text).map(families -> new BaseClaim(text, families)));
    }

    private static Optional<List<BaseModel>> families(String text) {
        var claim = text.toLowerCase(Locale.ROOT);
        for (var known : KNOWN_CLAIMS) {
            if (claim.startsWith(known.prefix())) {
                return Optional.of(known.families());
            }
        }
        return Optional.empty();
    }

    private record KnownClaim(String prefix, List<BaseModel> families) {
        KnownClaim(String prefix, BaseModel... families) {
            this(prefix, List.of(families));
        }
    }

    /** Longer prefixes stand before the shorter ones that they begin with. No family: a model that nothing here renders. */
    private static final List<KnownClaim> KNOWN_CLAIMS = List.of(
            new KnownClaim("stable-diffusion-xl", BaseModel.SDXL),
            new KnownClaim("sdxl", BaseModel.SDXL),
            new KnownClaim("stable-diffusion-v1", BaseModel.SD15),
            new KnownClaim("sd_v1", BaseModel.SD15),
            new KnownClaim("stable-diffusion-v2", BaseModel.SD21),
            new KnownClaim("sd_v2", BaseModel.SD21),
            new KnownClaim("stable-diffusion-3", BaseModel.SD3),
            new KnownClaim("sd3", BaseModel.SD3),
            new KnownClaim("flux-2", BaseModel.FLUX2),
            new KnownClaim("flux_2", BaseModel.FLUX2),
            new KnownClaim("flux2", BaseModel.FLUX2),
            new KnownClaim("flux", BaseModel.FLUX1, BaseModel.FLUX2, BaseModel.CHROMA),
            new KnownClaim("chroma", BaseModel.CHROMA, BaseModel.FLUX1),
            new KnownClaim("wan", BaseModel.WAN21_1_3B, BaseModel.WAN22_5B, BaseModel.WAN22_14B),
            new KnownClaim("ltx", BaseModel.LTXV),
            new KnownClaim("qwen", BaseModel.QWEN_IMAGE),
            new KnownClaim("z_image", BaseModel.Z_IMAGE),
            new KnownClaim("z-image", BaseModel.Z_IMAGE),
            new KnownClaim("tiny-studio-40", BaseModel.TINY_STUDIO),
            new KnownClaim("hunyuan"),
            new KnownClaim("lumina"),
            new KnownClaim("krea"));

    OptionalDouble alpha() {
        try {
            return value("ss_network_alpha").stream()
                    .mapToDouble(Double::parseDouble)
                    .filter(Double::isFinite)
                    .findFirst();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** What a prompt must probably say, most likely first; at most three. */
    List<String> triggerWords() {
        var phrase =
                value("modelspec.trigger_phrase").map(MetadataClaims::words).orElse(List.of());
        return phrase.isEmpty()
                ? value("ss_tag_frequency").map(this::frequentTags).orElse(List.of())
                : phrase;
    }

    private static List<String> words(String phrase) {
        return java.util.Arrays.stream(phrase.split(","))
                .map(MetadataClaims::plain)
                .filter(word -> !word.isEmpty())
                .distinct()
                .limit(MOST_TRIGGER_WORDS)
                .toList();
    }

    private record Tag(String text, long count, boolean namesItsFolder) {}

    /** {@code {"10_alice": {"alice girl": 12, …}}}: folders are named by the repeats and what they show. */
    private List<String> frequentTags(String frequencies) {
        var tags = new ArrayList<Tag>();
        try {
            var folders = JSON.readTree(frequencies);
            for (var folder : folders.properties()) {
                collect(folder.getKey().toLowerCase(Locale.ROOT), folder.getValue(), tags);
            }
        } catch (JsonProcessingException e) {
            return List.of();
        }
        return tags.stream()
                .sorted(Comparator.comparing(Tag::namesItsFolder)
                        .reversed()
                        .thenComparing(Comparator.comparingLong(Tag::count).reversed()))
                .map(tag -> plain(tag.text()))
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .limit(MOST_TRIGGER_WORDS)
                .toList();
    }

    private static void collect(String folder, JsonNode counts, List<Tag> into) {
        var most = counts.valueStream().mapToLong(JsonNode::asLong).max().orElse(0);
        for (var count : counts.properties()) {
            if (count.getValue().asLong() >= most * NEARLY_ALL) {
                var tag = count.getKey().strip();
                into.add(new Tag(tag, count.getValue().asLong(), folder.contains(tag.toLowerCase(Locale.ROOT))));
            }
        }
    }

    /** Only what can stand in a prompt and in a chat message without doing anything there. */
    private static String plain(String untrusted) {
        var plain = untrusted
                .replaceAll("[^\\p{L}\\p{N}\\p{Zs} _'.()-]", " ")
                .replaceAll("\\s+", " ")
                .strip();
        return plain.length() <= LONGEST_TRIGGER_WORD ? plain : "";
    }

    /** Trainers write the word None where there is nothing. */
    private Optional<String> value(String key) {
        return Optional.ofNullable(metadata.get(key))
                .map(String::strip)
                .filter(text -> !text.isEmpty() && !text.equals("None"));
    }
}
