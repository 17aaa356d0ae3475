package io.atalaya.media.rtp;

/**
 * RTP timestamps (RFC 3550, 5.1) without their wrap at 32 bits, as ticks since the first. They may
 * go back a little, as pictures do that are shown before others. Not thread-safe.
 */
public final class TimestampClock {
  private long ticks;
  private int last;
  private boolean started;

  /** The ticks of a timestamp, by the shortest way from the last one. */
  public long ticks(int timestamp) {
    if (started) {
      ticks += timestamp - last;
    }
    started = true;
    last = timestamp;
    return ticks;
  }

  /** The ticks of a timestamp that is not media's; nothing changes. */
  public long at(int timestamp) {
    return ticks + (timestamp - last);
  }
}
