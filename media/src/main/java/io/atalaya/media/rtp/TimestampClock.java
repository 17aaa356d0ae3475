package io.atalaya.media.rtp;

/**
 * RTP timestamps (RFC 3550, 5.1) without their wrap at 32 bits and without the jumps of cameras
 * that set their clock or begin anew, as ticks since the first. They may go back a little, as
 * pictures do that are shown before others. Not thread-safe.
 */
public final class TimestampClock {
  /** A step longer than this, which time did not take, is to another clock. */
  private static final long JUMP_SECONDS = 10;

  private final long clockRate;
  private final long jumpTicks;
  private long ticks;
  private int last;
  private long lastMillis;
  private long typicalStep;
  private boolean started;
  private boolean anotherSender;
  private int jumps;

  /**
   * A clock that stands at 0.
   *
   * @param clockRate ticks in a second
   */
  public TimestampClock(long clockRate) {
    this.clockRate = clockRate;
    this.jumpTicks = JUMP_SECONDS * clockRate;
    this.typicalStep = 1;
  }

  /**
   * The ticks of a timestamp: by the shortest way from the last one, or, where that is a jump, as
   * far on as it came later.
   *
   * @param receivedMillis when it came, by any clock
   */
  public long ticks(int timestamp, long receivedMillis) {
    if (started) {
      ticks += step(timestamp - last, receivedMillis);
    }
    started = true;
    last = timestamp;
    lastMillis = receivedMillis;
    return ticks;
  }

  private long step(int told, long receivedMillis) {
    long passed = (receivedMillis - lastMillis) * clockRate / 1_000;
    boolean jump =
        anotherSender || (Math.abs((long) told) > jumpTicks && Math.abs(told - passed) > jumpTicks);
    if (!jump) {
      typicalStep = told > 0 ? told : typicalStep;
      return told;
    }
    anotherSender = false;
    jumps++;
    return Math.max(passed, typicalStep);
  }

  /** What comes next is of another sender, whose timestamps have nothing to do with these. */
  public void anotherSender() {
    anotherSender = true;
  }

  /** How often timestamps have jumped. */
  public int jumps() {
    return jumps;
  }

  /** Whether a timestamp is near the last one, so that {@link #at} tells something of it. */
  public boolean isNear(int timestamp) {
    return Math.abs((long) (timestamp - last)) <= jumpTicks;
  }

  /** The ticks of a timestamp that is not media's; nothing changes. */
  public long at(int timestamp) {
    return ticks + (timestamp - last);
  }
}
