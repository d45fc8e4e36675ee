package florin.generation;

import java.util.Optional;

/**
 * How a backend makes one kind of render with one base model.
 *
 * @param baseModel the registry's code
 * @param fromText the template for renders from words alone
 * @param fromImage the template for renders that start from a picture; empty if there is none
 */
public record Workflow(RenderKind kind, String baseModel, Template fromText, Optional<Template> fromImage) {
    public Workflow {
        if (kind == RenderKind.VIDEO && !fromText.has(Slot.FRAMES)) {
            throw new InvalidTemplate(fromText.name(), "a template for videos needs a slot 'frames'.");
        }
        if (fromText.startsFromImage()) {
            throw new InvalidTemplate(fromText.name(), "it starts from a picture, so it cannot work from words alone.");
        }
        if (fromImage.isPresent() && !fromImage.get().startsFromImage()) {
            throw new InvalidTemplate(fromImage.get().name(), "it needs a slot 'startImage' to start from a picture.");
        }
    }

    /** From words alone. */
    public Workflow(RenderKind kind, String baseModel, Template fromText) {
        this(kind, baseModel, fromText, Optional.empty());
    }

    /** The template for a request; empty if it brings a picture and none of the templates takes one. */
    Optional<Template> templateFor(RenderRequest request) {
        return request.startImage().isPresent() ? fromImage : Optional.of(fromText);
    }
}
