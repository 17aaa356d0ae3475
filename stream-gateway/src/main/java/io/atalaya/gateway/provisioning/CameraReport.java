package io.atalaya.gateway.provisioning;

import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.gateway.Playback;
import io.atalaya.contract.gateway.ProvisionedCamera;
import io.atalaya.contract.gateway.TrackInfo;
import io.atalaya.contract.gateway.TrackKind;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.gateway.ingest.CameraIngest;
import io.atalaya.gateway.ingest.Phase;
import io.atalaya.media.codec.Track;
import io.atalaya.media.live.StreamMetrics;
import java.time.Duration;
import java.time.Instant;
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
    boolean live = phase instanceof Phase.Live;
    return new CameraHealth(
        phase.state(),
        phase.since(),
        camera.settings().generation(),
        camera.engineName().orElse(null),
        tracks(metrics),
        live ? startupMillis(camera, metrics) : null,
        metrics.lastChunkAt().map(at -> millisBetween(at, now)).orElse(null),
        live ? Long.valueOf(metrics.bitsPerSecond()) : null,
        live ? Double.valueOf(metrics.framesPerSecond()) : null,
        live ? millis(metrics.gop()) : null,
        live ? millis(metrics.publishLatency()) : null,
        camera.feed().audience().viewers(),
        Math.max(0, camera.runs() - 1),
        camera.lastFailure().orElse(null),
        phase instanceof Phase.Retrying(_, Instant next) ? next : null);
  }

  static Playback playback(CameraIngest camera) {
    return new Playback(
        camera.phase() instanceof Phase.Live && camera.feed().live().snapshot().playable(),
        "ll-hls",
        PLAYBACK_PATH,
        tracks(camera.feed().live().metrics()));
  }

  private static @Nullable Long startupMillis(CameraIngest camera, StreamMetrics metrics) {
    return camera
        .runStartedAt()
        .flatMap(began -> metrics.firstPartAt().map(first -> millisBetween(began, first)))
        .orElse(null);
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
