package io.atalaya.gateway.ingest;

import io.atalaya.contract.id.StreamKey;
import io.atalaya.media.hls.Playlists;
import io.atalaya.media.live.LiveStream;

/**
 * What viewers hold on to: a camera's live stream, its playlists and its audience. Outlives runs of
 * the engine and generations of the configuration; ends when the camera is deprovisioned, and is
 * never taken up again: a camera that comes back gets a new feed.
 */
public record Feed(StreamKey key, LiveStream live, Playlists playlists, Audience audience) {
  static Feed of(StreamKey key, LiveStream live, Audience audience) {
    return new Feed(key, live, new Playlists(live), audience);
  }

  /** Whether the camera was deprovisioned. */
  public boolean isClosed() {
    return live.snapshot().ended();
  }
}
