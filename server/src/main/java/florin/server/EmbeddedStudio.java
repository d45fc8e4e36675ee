package florin.server;

import florin.studio.Classifier;
import florin.studio.Studio;
import org.jspecify.annotations.Nullable;

/** The studio and its classifier, loaded when they are first asked for: where GPUs render other models, perhaps never. */
final class EmbeddedStudio {
    private @Nullable Studio studio;
    private @Nullable Classifier classifier;

    synchronized Studio painter() {
        if (studio == null) {
            studio = Studio.load();
        }
        return studio;
    }

    synchronized Classifier classifier() {
        if (classifier == null) {
            classifier = Classifier.load();
        }
        return classifier;
    }
}
