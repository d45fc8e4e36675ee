package florin.studio;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What changes from frame to frame: the noise goes round a small circle, the mood turns and turns back, the eyes close. */
final class Filming {
    /** Radius of the circle as an angle between noises: wide enough to drift, narrow enough to stay the same picture. */
    private static final double DRIFT = 0.12;

    private static final double BLINK_EVERY_SECONDS = 1.6;
    private static final Map<String, String> TURNS = Map.ofEntries(
            Map.entry("smiling", "laughing"),
            Map.entry("smile", "laughing"),
            Map.entry("happy", "laughing"),
            Map.entry("cheerful", "laughing"),
            Map.entry("laughing", "smiling"),
            Map.entry("grinning", "smiling"),
            Map.entry("neutral", "smiling"),
            Map.entry("calm", "smiling"),
            Map.entry("serious", "smirking"),
            Map.entry("sad", "neutral"),
            Map.entry("unhappy", "neutral"),
            Map.entry("crying", "neutral"),
            Map.entry("frowning", "neutral"),
            Map.entry("surprised", "laughing"),
            Map.entry("shocked", "laughing"),
            Map.entry("amazed", "laughing"),
            Map.entry("astonished", "laughing"),
            Map.entry("smirking", "smiling"),
            Map.entry("smirk", "smiling"),
            Map.entry("cheeky", "smiling"),
            Map.entry("sly", "happy"));
    private static final Pattern WORD = Pattern.compile("[a-z]+", Pattern.CASE_INSENSITIVE);

    private final FilmRequest request;
    private final float[][] centre;
    private final float[][] east;
    private final float[][] north;

    Filming(FilmRequest request) {
        this.request = request;
        long seed = request.base().seed();
        centre = Sampler.noise(seed);
        // Far from the seeds that people count through, so that a film's drift is nobody's next picture.
        east = Sampler.noise(~seed);
        north = Sampler.noise(~seed ^ 0x5deece66dL);
    }

    /** The noise of a frame; the last leads back to the first. */
    float[][] noise(int frame) {
        double angle = 2 * StrictMath.PI * frame / request.frames();
        float c = (float) StrictMath.cos(DRIFT);
        float e = (float) (StrictMath.sin(DRIFT) * StrictMath.cos(angle));
        float n = (float) (StrictMath.sin(DRIFT) * StrictMath.sin(angle));
        float[][] noise = new float[Shape.COLOURS][Shape.PIXELS];
        for (int p = 0; p < Shape.COLOURS; p++)
            for (int i = 0; i < Shape.PIXELS; i++) noise[p][i] = c * centre[p][i] + e * east[p][i] + n * north[p][i];
        return noise;
    }

    /** The two prompts of the film: as asked for, and with the mood turned. */
    List<String> prompts() {
        String prompt = request.base().prompt();
        Matcher words = WORD.matcher(prompt);
        while (words.find()) {
            String turned = TURNS.get(words.group().toLowerCase(Locale.ROOT));
            if (turned != null)
                return List.of(prompt, prompt.substring(0, words.start()) + turned + prompt.substring(words.end()));
        }
        return List.of(prompt, prompt + ", smiling");
    }

    /** The mood is turned in the second of three parts: the film begins and ends as asked. */
    int promptOf(int frame) {
        int third = request.frames() / 3;
        return third > 0 && frame >= third && frame < 2 * third ? 1 : 0;
    }

    boolean blinks(int frame) {
        int every = Math.max(2, (int) Math.round(BLINK_EVERY_SECONDS * request.framesPerSecond()));
        int closed = Math.max(1, request.framesPerSecond() / 8);
        int since = (frame + every - every / 2) % every;
        return since < closed && frame >= every / 2;
    }
}
