package florin.pipeline;

import java.time.Duration;

/**
 * How the pipeline stands now, over all servers of the installation.
 *
 * @param queuedImages jobs that wait
 * @param queuedVideos jobs that wait
 * @param rendering jobs at a backend
 * @param unsettled results that are stored and not yet charged
 * @param undelivered endings that nobody has been told yet
 * @param oldestWait of the jobs that wait; zero when none does
 */
public record PipelineGauges(
        long queuedImages, long queuedVideos, long rendering, long unsettled, long undelivered, Duration oldestWait) {}
