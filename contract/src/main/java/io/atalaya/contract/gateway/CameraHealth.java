package io.atalaya.contract.gateway;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway measured about one camera. A figure that cannot be known in the present state is
 * null and left out of the JSON: nothing here is made up.
 *
 * @param since when {@code state} began
 * @param generation of the configuration that runs
 * @param engine the name of the engine that runs or ran last
 * @param startupMillis from the start of the run to its first playable part
 * @param lastFrameAgeMillis since media last arrived
 * @param bitrate bit/s over the last seconds, all tracks
 * @param fps of the video over the last seconds
 * @param gopMillis distance of the last two key frames
 * @param latencyMillis from a part's first media received to the part published
 * @param viewers live sessions
 * @param restarts runs since it was provisioned, less one
 * @param nextAttemptAt when the next run starts, in {@link IngestState#RETRYING}
 */
public record CameraHealth(
    IngestState state,
    Instant since,
    long generation,
    @Nullable String engine,
    List<TrackInfo> tracks,
    @Nullable Long startupMillis,
    @Nullable Long lastFrameAgeMillis,
    @Nullable Long bitrate,
    @Nullable Double fps,
    @Nullable Long gopMillis,
    @Nullable Long latencyMillis,
    int viewers,
    int restarts,
    @Nullable LastFailure lastFailure,
    @Nullable Instant nextAttemptAt) {
  public CameraHealth {
    tracks = List.copyOf(tracks);
  }
}
