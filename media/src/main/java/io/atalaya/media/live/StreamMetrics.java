package io.atalaya.media.live;

import io.atalaya.media.codec.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was measured of a stream. Empty means: not known yet.
 *
 * @param tracks of the current run
 * @param firstPartAt when the current run published its first part
 * @param lastChunkAt when media last arrived
 * @param bitsPerSecond all tracks, over the last seconds of media
 * @param framesPerSecond of the leading track, likewise
 * @param gop between the last two random access points
 * @param publishLatency from the first chunk of the newest part received to that part published
 * @param bytesReceived since the stream began
 * @param bytesHeld now; never over {@link LiveConfig#maxBytes()}
 * @param chunksDropped that had no place: before the first key frame, too large, out of time
 * @param discontinuities since the stream began
 */
public record StreamMetrics(
    List<Track> tracks,
    Optional<Instant> firstPartAt,
    Optional<Instant> lastChunkAt,
    long bitsPerSecond,
    double framesPerSecond,
    Optional<Duration> gop,
    Optional<Duration> publishLatency,
    long bytesReceived,
    long bytesHeld,
    long chunksDropped,
    long discontinuities) {

  public StreamMetrics {
    tracks = List.copyOf(tracks);
  }
}
