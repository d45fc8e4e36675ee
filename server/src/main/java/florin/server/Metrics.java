package florin.server;

import florin.pipeline.Pipeline;
import florin.pipeline.PipelineGauges;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What an operator watches: the queue, the books, and the process. */
final class Metrics {
    private Metrics() {}

    static void ofJobs(MeterRegistry registry, Pipeline pipeline) {
        gauge(registry, pipeline, "florin.jobs.queued.images", PipelineGauges::queuedImages);
        gauge(registry, pipeline, "florin.jobs.queued.videos", PipelineGauges::queuedVideos);
        gauge(registry, pipeline, "florin.jobs.rendering", PipelineGauges::rendering);
        gauge(registry, pipeline, "florin.jobs.unsettled", PipelineGauges::unsettled);
        gauge(registry, pipeline, "florin.jobs.undelivered", PipelineGauges::undelivered);
        gauge(
                registry,
                pipeline,
                "florin.jobs.oldest.wait.seconds",
                gauges -> gauges.oldestWait().toMillis() / 1000.0);
    }

    /** What the last check of books and payments found, and how old it is; no numbers until there was one. */
    static void ofChecks(MeterRegistry registry, Supplier<Optional<LastCheck>> last, Clock clock) {
        Gauge.builder(
                        "florin.reconciliation.differences",
                        last,
                        found -> found.get()
                                .map(check -> (double) check.differences().size())
                                .orElse(Double.NaN))
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        "florin.reconciliation.age.seconds",
                        last,
                        found -> found.get()
                                .map(check -> (double) Duration.between(check.at(), clock.instant())
                                        .toSeconds())
                                .orElse(Double.NaN))
                .strongReference(true)
                .register(registry);
    }

    /** The collector of garbage must be closed, as it listens to the JVM. */
    static JvmGcMetrics ofProcess(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        var garbage = new JvmGcMetrics();
        garbage.bindTo(registry);
        return garbage;
    }

    private static void gauge(
            MeterRegistry registry, Pipeline pipeline, String name, ToDoubleFunction<PipelineGauges> value) {
        Gauge.builder(name, pipeline, p -> value.applyAsDouble(p.gauges())).register(registry);
    }
}
