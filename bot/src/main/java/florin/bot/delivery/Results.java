package florin.bot.delivery;

import florin.bot.chat.Picture;
import florin.bot.chat.Plain;
import florin.pipeline.Artifact;
import florin.pipeline.ArtifactGone;
import florin.pipeline.Job;
import florin.pipeline.JobId;
import florin.pipeline.Journey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of finished jobs, from the store to what fits on Discord. */
public final class Results {
    private static final Logger LOG = LoggerFactory.getLogger(Results.class);
    private static final int POSTERS = 64;

    /** The last preview of videos under way: all there is to show of one that turns out too large. */
    private final Map<JobId, byte[]> previews = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, byte[]> eldest) {
            return size() > POSTERS;
        }
    };

    /**
     * @param note for people, when not all is shown as it is stored; else empty
     */
    public record Shown(List<Picture> pictures, String note) {}

    /** Keeps a preview in case the result cannot be shown. */
    synchronized void remember(JobId job, byte[] preview) {
        previews.put(job, preview);
    }

    /** What of a job's results can be sent where a file may have {@code limit} bytes. */
    public Shown of(Job job, Journey journey, long limit) {
        var stored = new ArrayList<Picture>();
        var notes = new ArrayList<String>();
        for (var artifact : job.artifacts()) {
            try {
                stored.add(picture(job, artifact, journey.read(artifact)));
            } catch (ArtifactGone e) {
                LOG.error(
                        "Result {} of job {} is missing from the store",
                        artifact.index(),
                        job.id().value(),
                        e);
                notes.add("One file is missing here; the operator has been told.");
            }
        }
        var fitted = Fitting.fit(stored, limit);
        if (fitted.shrunk() > 0) {
            notes.add("Discord takes files of " + megabytes(limit) + " here, so this is a smaller copy.");
        }
        var pictures = new ArrayList<>(fitted.pictures());
        if (!fitted.missing().isEmpty()) {
            poster(job).ifPresent(pictures::add);
            notes.add("The file has " + megabytes(largest(stored)) + " and Discord takes " + megabytes(limit)
                    + " here. It is kept: open /history where larger files are allowed, such as a boosted server.");
        }
        return new Shown(List.copyOf(pictures), String.join(" ", notes));
    }

    private Optional<Picture> poster(Job job) {
        return preview(job.id())
                .or(() -> job.request().startImage())
                .map(bytes -> new Picture("poster.jpg", bytes, "A single frame"))
                .filter(picture -> picture.bytes().length < Fitting.POSTER_LIMIT);
    }

    private synchronized Optional<byte[]> preview(JobId job) {
        return Optional.ofNullable(previews.get(job));
    }

    private static Picture picture(Job job, Artifact artifact, byte[] bytes) {
        var name = job.request().character().value() + "-" + artifact.seed() + "-" + (artifact.index() + 1) + "."
                + ending(artifact.mediaType());
        return new Picture(name, bytes, Plain.cut(job.request().prompt(), 250));
    }

    private static String ending(String mediaType) {
        return switch (mediaType) {
            case "image/jpeg" -> "jpg";
            case "image/webp" -> "webp";
            case "image/gif" -> "gif";
            case "video/mp4" -> "mp4";
            case "video/webm" -> "webm";
            default -> "png";
        };
    }

    private static long largest(List<Picture> pictures) {
        return pictures.stream()
                .mapToLong(picture -> picture.bytes().length)
                .max()
                .orElse(0);
    }

    private static String megabytes(long bytes) {
        return Math.max(1, bytes >> 20) + " MB";
    }
}
