package io.atalaya.gateway.ingest;

import io.atalaya.contract.gateway.FailureKind;
import io.atalaya.contract.gateway.LastFailure;
import io.atalaya.gateway.engine.PacketLoss;
import io.atalaya.gateway.engine.Stage;
import io.atalaya.media.codec.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a camera's runs, for whoever asks how it is: of all of them how they ended, of the
 * present or last one how it began and what it lost. Thread-safe.
 */
public final class RunHistory {
  private int runs;
  private final Map<FailureKind, Integer> ended = new EnumMap<>(FailureKind.class);
  private @Nullable LastFailure lastFailure;
  private @Nullable String engine;
  private @Nullable String engineReason;
  private @Nullable Instant startedAt;
  private final Map<Stage, Instant> reached = new EnumMap<>(Stage.class);
  private @Nullable Instant keyFrameAt;
  private @Nullable Instant firstPartAt;
  private @Nullable PacketLoss loss;
  private final Map<Track.Kind, String> skipped = new EnumMap<>(Track.Kind.class);

  /**
   * How it stands.
   *
   * @param runs begun so far
   * @param ended how many ended by themselves, and why
   * @param engine that runs, or ran last
   * @param engineReason why not a preferred one
   * @param steps of the present or last run
   * @param loss of the present or last run, from engines that see packets
   * @param skipped what the camera has and is left out, and why
   */
  public record Report(
      int runs,
      Map<FailureKind, Integer> ended,
      Optional<LastFailure> lastFailure,
      Optional<String> engine,
      Optional<String> engineReason,
      Steps steps,
      Optional<PacketLoss> loss,
      Map<Track.Kind, String> skipped) {
    public Report {
      ended = Map.copyOf(ended);
      skipped = Map.copyOf(skipped);
    }
  }

  /** How long each step to the first part took; what is not known counts to the next one. */
  public record Steps(
      Optional<Duration> connect,
      Optional<Duration> describe,
      Optional<Duration> keyFrame,
      Optional<Duration> part,
      Optional<Duration> whole) {}

  synchronized void began(Instant now) {
    runs++;
    startedAt = now;
    reached.clear();
    keyFrameAt = null;
    firstPartAt = null;
    loss = null;
    skipped.clear();
  }

  synchronized void pulledBy(String name, Optional<String> reason) {
    engine = name;
    engineReason = reason.orElse(null);
  }

  synchronized void reached(Stage stage, Instant now) {
    reached.put(stage, now);
  }

  /** The first of this run; later ones change nothing. */
  synchronized void keyFrame(Instant receivedAt) {
    if (keyFrameAt == null) {
      keyFrameAt = receivedAt;
    }
  }

  synchronized void firstPart(Instant publishedAt) {
    firstPartAt = publishedAt;
  }

  /** Answers by how much it has grown. */
  synchronized PacketLoss lost(PacketLoss soFar) {
    PacketLoss before = loss == null ? PacketLoss.NONE : loss;
    loss = soFar;
    return new PacketLoss(soFar.lost() - before.lost(), soFar.reordered() - before.reordered());
  }

  synchronized void skipped(Track.Kind kind, String reason) {
    skipped.put(kind, reason);
  }

  synchronized void failed(LastFailure failure) {
    lastFailure = failure;
    ended.merge(failure.kind(), 1, Integer::sum);
  }

  public synchronized Report report() {
    return new Report(
        runs,
        ended,
        Optional.ofNullable(lastFailure),
        Optional.ofNullable(engine),
        Optional.ofNullable(engineReason),
        steps(),
        Optional.ofNullable(loss),
        skipped);
  }

  /** Each from the end of the last known step before it. */
  private Steps steps() {
    Instant connected = reached.get(Stage.CONNECTED);
    Instant playing = reached.get(Stage.PLAYING);
    Instant toPlaying = latest(startedAt, connected);
    Instant toKeyFrame = latest(toPlaying, playing);
    Instant toPart = latest(toKeyFrame, keyFrameAt);
    return new Steps(
        between(startedAt, connected),
        between(toPlaying, playing),
        between(toKeyFrame, keyFrameAt),
        between(toPart, firstPartAt),
        between(startedAt, firstPartAt));
  }

  private static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }

  private static Optional<Duration> between(@Nullable Instant from, @Nullable Instant to) {
    if (from == null || to == null) {
      return Optional.empty();
    }
    return Optional.of(to.isBefore(from) ? Duration.ZERO : Duration.between(from, to));
  }
}
