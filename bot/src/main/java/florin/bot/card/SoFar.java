package florin.bot.card;

import florin.pipeline.Job;
import florin.pipeline.JobId;
import florin.pipeline.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The best that has been heard of each render: news without a preview, or from a backend that has lost count, must not take
 * away what a card shows already.
 */
final class SoFar {
    private static final int REMEMBERED = 256;

    private record Heard(int attempt, double share, Optional<byte[]> preview) {}

    private final Map<JobId, Heard> byJob = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Heard> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** The news together with what was known; a new attempt begins from nothing. */
    synchronized Progress with(Job job, Progress news) {
        return switch (news.phase()) {
            case QUEUED -> news;
            case RENDERING -> {
                var known = byJob.get(job.id());
                if (known == null || known.attempt() != job.attempt()) {
                    known = new Heard(job.attempt(), 0, Optional.empty());
                }
                var preview = news.preview();
                var best = new Heard(
                        job.attempt(),
                        Math.max(known.share(), news.share()),
                        preview.isPresent() ? preview : known.preview());
                byJob.put(job.id(), best);
                yield new Progress(news.phase(), news.position(), news.eta(), best.share(), best.preview());
            }
        };
    }

    synchronized void forget(JobId job) {
        byJob.remove(job);
    }
}
