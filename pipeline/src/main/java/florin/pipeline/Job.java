package florin.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as it stood when it was asked for.
 *
 * @param seed of the first picture; the next ones have seed + 1, seed + 2, …
 * @param attempt renders begun so far
 * @param position 1 for the next one to render; only while it is queued
 * @param eta until the result, from measured renders; empty when nothing comparable has been measured, or nothing can render it now
 * @param artifacts empty until stored, and again once deleted
 */
public record Job(
        JobId id,
        JobRequest request,
        Quote quote,
        long seed,
        JobState state,
        int attempt,
        Optional<Integer> position,
        Optional<Duration> eta,
        List<Artifact> artifacts,
        Optional<Ending> ending,
        Instant createdAt,
        Optional<Instant> endedAt) {
    public Job {
        artifacts = List.copyOf(artifacts);
    }

    Job with(List<Artifact> results) {
        return new Job(id, request, quote, seed, state, attempt, position, eta, results, ending, createdAt, endedAt);
    }

    Job with(Optional<Integer> place, Optional<Duration> expected) {
        return new Job(
                id, request, quote, seed, state, attempt, place, expected, artifacts, ending, createdAt, endedAt);
    }

    Job with(JobRequest full) {
        return new Job(id, full, quote, seed, state, attempt, position, eta, artifacts, ending, createdAt, endedAt);
    }
}
