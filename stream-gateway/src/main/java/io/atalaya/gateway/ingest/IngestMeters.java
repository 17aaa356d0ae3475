package io.atalaya.gateway.ingest;

import io.atalaya.contract.gateway.FailureKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts what runs of engines come to; see docs/ref/metrics.md. No series names a tenant. */
public final class IngestMeters {
  private final MeterRegistry registry;
  private final Timer firstPart;
  private final Counter bytes;

  public IngestMeters(MeterRegistry registry) {
    this.registry = registry;
    this.firstPart =
        Timer.builder("atalaya.ingest.first.part")
            .description("From the start of a run to its first playable part")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(100))
            .maximumExpectedValue(Duration.ofSeconds(30))
            .register(registry);
    this.bytes =
        Counter.builder("atalaya.ingest.bytes")
            .description("Media taken from cameras")
            .baseUnit("bytes")
            .register(registry);
  }

  /** On the packet path. */
  void chunk(int sizeBytes) {
    bytes.increment(sizeBytes);
  }

  void runEnded(FailureKind cause) {
    registry.counter("atalaya.ingest.runs.ended", "cause", cause.toString()).increment();
  }

  void firstPart(Duration took) {
    firstPart.record(took);
  }
}
