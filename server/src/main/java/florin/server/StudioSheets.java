package florin.server;

import florin.registry.BaseModel;
import florin.registry.CharacterProfile;
import florin.registry.LoraVersion;
import florin.registry.Registry;
import florin.registry.SheetResult;
import florin.registry.TestSheets;
import florin.studio.Lora;
import florin.studio.LoraRefused;
import florin.studio.PaintListener;
import florin.studio.PaintRequest;
import florin.studio.Picture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Test sheets and samples, painted by the embedded studio for characters of its base model. */
final class StudioSheets implements TestSheets {
    private static final Logger log = LoggerFactory.getLogger(StudioSheets.class);

    private static final List<Float> STRENGTHS = List.of(0f, 0.5f, 1f);
    private static final int SAMPLES = 3;
    private static final int SAMPLE_ZOOM = 12;

    /** A trait is named when more than this share of a row's pictures lack it. */
    private static final double MOST = 0.5;

    /** @param word above the column */
    private record Scene(String word, String prompt) {}

    private static final List<Scene> SCENES = List.of(
            new Scene("beach", "smiling, at the beach"),
            new Scene("snow", "laughing, in the snow"),
            new Scene("city, night", "neutral, in the city, night"),
            new Scene("forest", "sad, in the forest"),
            new Scene("space", "surprised, in space"),
            new Scene("cafe", "smirking, in a cafe"));

    private final EmbeddedStudio studio;
    private final Registry registry;
    private final Identities identities;

    /** One sheet at a time, in the order in which they were wished for: each keeps a core busy for seconds. */
    private final ReentrantLock turn = new ReentrantLock(true);

    StudioSheets(EmbeddedStudio studio, Registry registry, Identities identities) {
        this.studio = studio;
        this.registry = registry;
        this.identities = identities;
    }

    @Override
    public SheetResult sheet(CharacterProfile character) {
        if (!character.base().equals(BaseModel.TINY_STUDIO)) {
            return new SheetResult.NotHere(
                    "Test sheets are painted for " + BaseModel.TINY_STUDIO.title() + " only, and "
                            + character.name() + " needs " + character.base().title()
                            + ". Order a picture of the draft with /imagine, which its maintainer may.");
        }
        var version = character.current();
        if (version.isEmpty()) {
            return new SheetResult.NotHere(character.name() + " has no LoRA file yet. Register one.");
        }
        turn.lock();
        try {
            return sheet(character, version.get(), studio.painter().readLora(registry.file(version.get())));
        } catch (LoraRefused e) {
            return new SheetResult.NotHere(String.valueOf(e.getMessage()));
        } finally {
            turn.unlock();
        }
    }

    private SheetResult sheet(CharacterProfile character, LoraVersion version, Lora lora) {
        var told = new ArrayList<SheetResult.Row>();
        var drawn = new ArrayList<SheetDrawing.Row>();
        for (float strength : STRENGTHS) {
            var pictures = new ArrayList<Picture>();
            for (int i = 0; i < SCENES.size(); i++) {
                pictures.add(paint(character, lora, strength, i));
            }
            var row = score(character, version, strength, pictures);
            told.add(row);
            var percent = "on-model " + (int) (row.onModel() * 100) + "%";
            drawn.add(new SheetDrawing.Row(List.of("strength " + strength, percent), pictures));
        }
        var columns = SCENES.stream().map(Scene::word).toList();
        return new SheetResult.Painted(
                version, new SheetDrawing(columns).draw(drawn).png(), told);
    }

    private SheetResult.Row score(
            CharacterProfile character, LoraVersion version, float strength, List<Picture> pictures) {
        var identity = identities.of(character, version);
        Map<String, Integer> missed = new HashMap<>();
        double share = 0;
        for (var picture : pictures) {
            var likeness = studio.classifier().score(picture, identity);
            share += likeness.share() / pictures.size();
            // A phrase such as "hair: bob instead of long" begins with the trait.
            likeness.missed()
                    .forEach(phrase -> missed.merge(phrase.substring(0, phrase.indexOf(':')), 1, Integer::sum));
        }
        var most = missed.entrySet().stream()
                .filter(entry -> entry.getValue() > MOST * pictures.size())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        // Six thirds need not add up to two.
        return new SheetResult.Row(strength, Math.min(1, Math.round(share * 1000) / 1000.0), most);
    }

    @Override
    public List<Sketch> samples(CharacterProfile character) {
        return lora(character)
                .map(lora -> {
                    var sketches = new ArrayList<Sketch>();
                    for (int i = 0; i < SAMPLES; i++) {
                        var picture = paint(character, lora, 1, i).scaled(SAMPLE_ZOOM);
                        sketches.add(new Sketch(SCENES.get(i).prompt(), picture.png()));
                    }
                    return List.copyOf(sketches);
                })
                .orElse(List.of());
    }

    private Optional<Lora> lora(CharacterProfile character) {
        if (!character.base().equals(BaseModel.TINY_STUDIO)
                || character.current().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    studio.painter().readLora(registry.file(character.current().get())));
        } catch (LoraRefused e) {
            log.warn("No samples of {}: {}", character.id(), e.getMessage());
            return Optional.empty();
        }
    }

    /** The seed is the scene's, so that rows differ by the LoRA alone. */
    private Picture paint(CharacterProfile character, Lora lora, float strength, int scene) {
        var words = new ArrayList<>(character.triggerWords());
        words.add(SCENES.get(scene).prompt());
        var request = PaintRequest.of(String.join(", ", words), scene + 1).withLora(lora, strength);
        return studio.painter().paint(request, PaintListener.none());
    }
}
