package io.atalaya.gateway.engine;

import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import java.time.Instant;
import java.util.List;

/** Where an engine puts what it pulled. */
public interface MediaSink {
  /** The tracks, one init segment each; before the first chunk, and again when they change. */
  void init(List<InitSegment> tracks);

  /** The next chunk, in decoding order of its track. */
  void chunk(Chunk chunk);

  /**
   * The camera has something that is left out, while the rest goes on; before the first {@link
   * #init} of a run, once for each kind at most.
   *
   * @param reason a sentence for the person who owns the camera
   */
  default void skipped(Track.Kind kind, String reason) {}

  /**
   * The camera reports which media is of now.
   *
   * @param ticks of the track's media, in its timescale
   * @param at by our clock
   */
  default void captured(Track.Kind kind, long ticks, Instant at) {}

  /** The run has come so far; of an engine that can tell. The last word counts. */
  default void reached(Stage stage) {}

  /** Told once it plays by an engine that sees packets, and again whenever it grows. */
  default void lost(PacketLoss soFar) {}
}
