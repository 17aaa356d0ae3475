package io.atalaya.media.rtp;

/**
 * Follows the sequence numbers of one sender (RFC 3550, A.1), which wrap at 16 bits. Not
 * thread-safe.
 */
public final class Sequence {
  /** A step further than this is a sender that began anew, not a loss. */
  static final int MAX_DROPOUT = 3000;

  private int expected;
  private boolean started;
  private long received;
  private long lost;

  /** What a packet's number says. */
  public enum Step {
    /** The one after the last. */
    NEXT,
    /** Some before it are missing. */
    AFTER_LOSS,
    /** It was here before, or comes too late. */
    OLD,
    /** The sender numbers anew. */
    RESTARTED
  }

  public Step next(int sequence) {
    int ahead = sequence - expected & 0xFFFF;
    Step step = step(ahead);
    if (step != Step.OLD) {
      received++;
      lost += step == Step.AFTER_LOSS ? ahead : 0;
      expected = sequence + 1 & 0xFFFF;
      started = true;
    }
    return step;
  }

  private Step step(int ahead) {
    if (!started || ahead == 0) {
      return Step.NEXT;
    }
    if (ahead < MAX_DROPOUT) {
      return Step.AFTER_LOSS;
    }
    return 0x10000 - ahead < MAX_DROPOUT ? Step.OLD : Step.RESTARTED;
  }

  /** What comes next is of another sender, who numbers as he likes. */
  public void anotherSender() {
    started = false;
  }

  public long received() {
    return received;
  }

  public long lost() {
    return lost;
  }
}
