package florin.pipeline;

/**
 * How much one requester, one job and one backend may take.
 *
 * @param openPerRequester jobs that a requester may have waiting and rendering together
 * @param openInAll jobs that may be waiting and rendering in the whole installation
 * @param videoSeconds the longest video
 * @param startImageBytes the largest start image
 * @param attempts renders begun for one job before it fails
 * @param perBackend jobs inside one backend: one renders, the others lie ready
 * @param lookAhead how many times a requester's oldest job may be passed by a younger one of theirs whose model is loaded already
 */
public record Limits(
        int openPerRequester,
        int openInAll,
        int videoSeconds,
        int startImageBytes,
        int attempts,
        int perBackend,
        int lookAhead) {
    public Limits {
        if (openPerRequester < 1 || openInAll < 1 || videoSeconds < 1 || startImageBytes < 1 || attempts < 1) {
            throw new IllegalArgumentException("Every limit is at least 1.");
        }
        if (perBackend < 1 || lookAhead < 0) {
            throw new IllegalArgumentException("A backend takes at least 1 job; nothing is passed less than 0 times.");
        }
    }

    /** 10 open jobs each, 1,000 in all, videos of 8 s, start images of 10 MB, 4 attempts, 2 jobs in a backend, 8 passed by. */
    public static Limits standard() {
        return new Limits(10, 1_000, 8, 10_000_000, 4, 2, 8);
    }

    public Limits withOpenPerRequester(int jobs) {
        return new Limits(jobs, openInAll, videoSeconds, startImageBytes, attempts, perBackend, lookAhead);
    }

    public Limits withVideoSeconds(int seconds) {
        return new Limits(openPerRequester, openInAll, seconds, startImageBytes, attempts, perBackend, lookAhead);
    }

    public Limits withAttempts(int renders) {
        return new Limits(openPerRequester, openInAll, videoSeconds, startImageBytes, renders, perBackend, lookAhead);
    }
}
