package io.atalaya.media.fmp4;

import java.util.List;

/** Takes what a reader finds, in order, on the thread that pushes bytes. */
public interface Mp4Sink {
  /** The tracks: one init segment each. Comes before any chunk, and again if the source says so. */
  void init(List<InitSegment> init);

  /** The chunk's reference is the sink's from here on. */
  void chunk(Chunk chunk);
}
