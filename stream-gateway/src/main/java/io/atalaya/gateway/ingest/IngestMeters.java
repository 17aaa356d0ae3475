package io.atalaya.gateway.ingest;

import io.atalaya.contract.gateway.FailureKind;
import io.atalaya.gateway.engine.PacketLoss;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.IntStream;

/** Counts what runs of engines come to; see docs/ref/metrics.md. No series names a tenant. */
public final class IngestMeters {
  /** Close together around a part's duration, which is what the time should be and little more. */
  private static final Duration[] PUBLISH_BUCKETS =
      IntStream.of(
              50, 100, 200, 300, 400, 450, 480, 500, 510, 520, 530, 540, 560, 580, 600, 650, 700,
              800, 1_000, 1_500, 2_000, 5_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Timer firstPart;
  private final Timer connect;
  private final Timer describe;
  private final Timer keyFrame;
  private final Timer part;
  private final Timer publish;
  private final Counter bytes;
  private final Counter lost;
  private final Counter reordered;

  public IngestMeters(MeterRegistry registry) {
    this.registry = registry;
    this.firstPart =
        Timer.builder("atalaya.ingest.first.part")
            .description("From the start of a run to its first playable part")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(100))
            .maximumExpectedValue(Duration.ofSeconds(30))
            .register(registry);
    this.connect = step("connect");
    this.describe = step("describe");
    this.keyFrame = step("key_frame");
    this.part = step("part");
    this.publish =
        Timer.builder("atalaya.ingest.publish")
            .description("From a part's first media received to the part published")
            .serviceLevelObjectives(PUBLISH_BUCKETS)
            .register(registry);
    this.lost =
        Counter.builder("atalaya.ingest.packets.lost")
            .description("RTP packets that never came")
            .register(registry);
    this.reordered =
        Counter.builder("atalaya.ingest.packets.reordered")
            .description("RTP packets that came after a later one and were put in their place")
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

  /** A run has its first playable part. */
  void firstPart(RunHistory.Steps steps) {
    steps.whole().ifPresent(firstPart::record);
    steps.connect().ifPresent(connect::record);
    steps.describe().ifPresent(describe::record);
    steps.keyFrame().ifPresent(keyFrame::record);
    steps.part().ifPresent(part::record);
  }

  /** A part was published, so long after its first media was received. */
  void published(Duration took) {
    publish.record(took);
  }

  /** More than before, of one run. */
  void lost(PacketLoss more) {
    lost.increment((double) more.lost());
    reordered.increment((double) more.reordered());
  }

  private Timer step(String name) {
    return Timer.builder("atalaya.ingest.start")
        .description("One step of a run to its first playable part")
        .tag("step", name)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofSeconds(30))
        .register(registry);
  }
}
