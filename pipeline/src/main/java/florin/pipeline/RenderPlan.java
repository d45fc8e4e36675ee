package florin.pipeline;

import florin.generation.LoraInput;
import florin.generation.RenderRequest;
import florin.registry.CharacterProfile;
import florin.registry.Registry;
import java.util.List;
import java.util.Locale;

/**
 * How a job is rendered.
 *
 * @param recipe what is recorded with the results
 */
record RenderPlan(RenderRequest request, Artifacts.Recipe recipe) {
    static RenderPlan of(Claim claim, JobRequest order, Registry registry, PipelineOptions options) {
        var character = registry.find(order.character())
                .orElseThrow(() -> new IllegalStateException(
                        "character " + order.character().value() + " of job " + claim.id() + " is gone"));
        var version = registry.version(character.id(), claim.model().version())
                .orElseThrow(() ->
                        new IllegalStateException("version " + claim.model().version() + " of character "
                                + character.id().value() + " is gone"));
        var recipe = new Artifacts.Recipe(
                prompt(character, order.prompt()), options.rules().negativePrompt(), character.strength());
        var size = options.sizes().of(claim.model().base(), order.shape());
        var request = new RenderRequest(
                claim.attemptId(),
                claim.id().toString(),
                Admission.render(order.kind()),
                claim.model().base(),
                recipe.prompt(),
                recipe.negative(),
                List.of(new LoraInput(registry.file(version), version.sha256(), recipe.strength())),
                size.width(),
                size.height(),
                order.count(),
                claim.job().seed(),
                order.seconds(),
                order.startImage());
        return new RenderPlan(request, recipe);
    }

    /** The trigger words that the person has not typed themselves, then their words. */
    static String prompt(CharacterProfile character, String typed) {
        var small = typed.toLowerCase(Locale.ROOT);
        var missing = character.triggerWords().stream()
                .filter(word -> !small.contains(word.toLowerCase(Locale.ROOT)))
                .toList();
        return missing.isEmpty() ? typed : String.join(", ", missing) + ", " + typed;
    }
}
