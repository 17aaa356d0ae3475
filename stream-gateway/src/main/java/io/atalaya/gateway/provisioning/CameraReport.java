package io.atalaya.gateway.provisioning;

import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.gateway.Playback;
import io.atalaya.contract.gateway.ProvisionedCamera;
import io.atalaya.contract.gateway.RestartCause;
import io.atalaya.contract.gateway.SkippedTrack;
import io.atalaya.contract.gateway.Startup;
import io.atalaya.contract.gateway.TrackInfo;
import io.atalaya.contract.gateway.TrackKind;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.gateway.engine.PacketLoss;
import io.atalaya.gateway.ingest.CameraIngest;
import io.atalaya.gateway.ingest.Phase;
import io.atalaya.gateway.ingest.RunHistory;
import io.atalaya.media.codec.Track;
import io.atalaya.media.live.StreamMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts what was measured of a camera into the contract's words. Pure. */
final class CameraReport {
  private static final String PLAYBACK_PATH = "/live/{token}/index.m3u8";

  private CameraReport() {}

  static ProvisionedCamera line(CameraIngest camera, Instant now) {
    StreamKey key = camera.settings().key();
    return new ProvisionedCamera(key.tenantId(), key.cameraId(), health(camera, now));
  }

  static CameraHealth health(CameraIngest camera, Instant now) {
    Phase phase = camera.phase();
    StreamMetrics metrics = camera.feed().live().metrics();
    RunHistory.Report history = camera.history();
    boolean live = phase instanceof Phase.Live;
    return new CameraHealth(
        phase.state(),
        phase.since(),
        camera.settings().generation(),
        history.engine().orElse(null),
        tracks(metrics),
        live ? millis(history.steps().whole()) : null,
        metrics.lastChunkAt().map(at -> millisBetween(at, now)).orElse(null),
        live ? Long.valueOf(metrics.bitsPerSecond()) : null,
        live ? Double.valueOf(metrics.framesPerSecond()) : null,
        live ? millis(metrics.gop()) : null,
        live ? millis(metrics.publishLatency()) : null,
        camera.feed().audience().viewers(),
        Math.max(0, history.runs() - 1),
        history.lastFailure().orElse(null),
        phase instanceof Phase.Retrying(_, Instant next) ? next : null,
        history.engineReason().orElse(null),
        live ? startup(history.steps()) : null,
        live ? history.loss().map(PacketLoss::lost).orElse(null) : null,
        live ? history.loss().map(PacketLoss::reordered).orElse(null) : null,
        restartCauses(history),
        skipped(history));
  }

  static Playback playback(CameraIngest camera) {
    return new Playback(
        camera.phase() instanceof Phase.Live && camera.feed().live().snapshot().playable(),
        "ll-hls",
        PLAYBACK_PATH,
        tracks(camera.feed().live().metrics()));
  }

  private static Startup startup(RunHistory.Steps steps) {
    return new Startup(
        millis(steps.connect()),
        millis(steps.describe()),
        millis(steps.keyFrame()),
        millis(steps.part()));
  }

  /** The most frequent first. */
  private static List<RestartCause> restartCauses(RunHistory.Report history) {
    return history.ended().entrySet().stream()
        .map(ended -> new RestartCause(ended.getKey(), ended.getValue()))
        .sorted(
            Comparator.comparingInt(RestartCause::count)
                .reversed()
                .thenComparing(RestartCause::cause))
        .toList();
  }

  private static List<SkippedTrack> skipped(RunHistory.Report history) {
    return history.skipped().entrySet().stream()
        .map(skipped -> new SkippedTrack(kind(skipped.getKey()), skipped.getValue()))
        .sorted(Comparator.comparing(SkippedTrack::kind))
        .toList();
  }

  private static TrackKind kind(Track.Kind kind) {
    return switch (kind) {
      case VIDEO -> TrackKind.VIDEO;
      case AUDIO -> TrackKind.AUDIO;
    };
  }

  private static @Nullable Long millis(Optional<Duration> duration) {
    return duration.map(Duration::toMillis).orElse(null);
  }

  private static long millisBetween(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis());
  }

  private static List<TrackInfo> tracks(StreamMetrics metrics) {
    return metrics.tracks().stream().map(CameraReport::track).toList();
  }

  private static TrackInfo track(Track track) {
    return switch (track.kind()) {
      case VIDEO ->
          new TrackInfo(TrackKind.VIDEO, track.codec(), track.width(), track.height(), null, null);
      case AUDIO ->
          new TrackInfo(
              TrackKind.AUDIO, track.codec(), null, null, track.sampleRate(), track.channels());
    };
  }
}
