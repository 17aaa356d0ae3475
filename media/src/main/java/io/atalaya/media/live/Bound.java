package io.atalaya.media.live;

/** How much a stream may hold, which can change. Not thread-safe: guarded by its stream's lock. */
final class Bound {
  private final long most;
  private long bytes;

  Bound(LiveConfig config) {
    this.most = config.maxBytes();
    this.bytes = most;
  }

  void set(long wanted) {
    bytes = Math.min(wanted, most);
  }

  /** Of all renditions together. */
  long bytes() {
    return bytes;
  }

  /** Of one segment: with an open one in each rendition and the rest complete, it always holds. */
  long segmentBytes() {
    return bytes / 3;
  }
}
