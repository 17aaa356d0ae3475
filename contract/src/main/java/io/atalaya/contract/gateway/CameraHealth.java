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
 * @param engineReason why not a preferred engine runs; null when the preferred one does
 * @param startup where {@code startupMillis} went
 * @param packetsLost by the network, in this run; null when the engine does not see packets
 * @param packetsReordered that came after a later one and were put in their place, likewise
 * @param restartCauses why runs ended, by cause; null from a gateway that does not tell
 * @param skipped what the camera has and is left out, such as a sound that no browser plays; null
 *     from a gateway that does not tell
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
    @Nullable Instant nextAttemptAt,
    @Nullable String engineReason,
    @Nullable Startup startup,
    @Nullable Long packetsLost,
    @Nullable Long packetsReordered,
    @Nullable List<RestartCause> restartCauses,
    @Nullable List<SkippedTrack> skipped) {
  public CameraHealth {
    tracks = List.copyOf(tracks);
    restartCauses = restartCauses == null ? null : List.copyOf(restartCauses);
    skipped = skipped == null ? null : List.copyOf(skipped);
  }
}
