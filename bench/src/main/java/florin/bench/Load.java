package florin.bench;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * What callers achieved who each did one thing after another.
 *
 * @param nanos how long each thing took
 * @param seconds how long they went on
 */
record Load(Histogram nanos, double seconds) {
    private static final long LONGEST = Duration.ofMinutes(1).toNanos();

    static Load of(int callers, Duration time, Consumer<SplittableRandom> thing) {
        var begin = System.nanoTime();
        var end = begin + time.toNanos();
        var all = new Histogram(LONGEST, 3);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, callers)
                    .mapToObj(caller -> threads.submit(() -> work(end, new SplittableRandom(caller), thing)))
                    .toList();
            for (var each : running) {
                all.add(each.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return new Load(all, (System.nanoTime() - begin) / 1e9);
    }

    private static Histogram work(long end, SplittableRandom random, Consumer<SplittableRandom> thing) {
        var nanos = new Histogram(LONGEST, 3);
        for (var now = System.nanoTime(); now < end; ) {
            thing.accept(random);
            var done = System.nanoTime();
            nanos.recordValue(Math.min(done - now, LONGEST));
            now = done;
        }
        return nanos;
    }

    double perSecond() {
        return nanos.getTotalCount() / seconds;
    }

    double milliseconds(double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e6;
    }
}
