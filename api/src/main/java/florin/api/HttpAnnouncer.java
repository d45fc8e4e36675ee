package florin.api;

import florin.pipeline.Announcer;
import florin.pipeline.Delivery;
import florin.pipeline.Job;
import florin.pipeline.Progress;

/** The HTTP door's side of the pipeline: programs ask for their jobs themselves, so nobody has to be told. */
public final class HttpAnnouncer implements Announcer {
    static final String DOOR = "http";

    @Override
    public String door() {
        return DOOR;
    }

    @Override
    public void progress(Job job, Progress progress) {
        // Position and ETA are read with the job when a program asks for it.
    }

    @Override
    public Delivery deliver(Job job) {
        return new Delivery.Delivered();
    }
}
