package io.atalaya.testkit.camera;

/**
 * What is wrong with a camera. A camera has one lasting fault at most; the next one takes its place
 * and {@link CameraSimulator#heal} ends it.
 */
public sealed interface Fault {
  /** The fault's name on the command line. */
  String label();

  /** Faults that last until they are healed. */
  enum Lasting implements Fault {
    /**
     * As good as switched off: running sessions are reset (RST) at once, and so is every connection
     * at its first request that names the camera. A listener shared by many cameras cannot refuse
     * earlier; {@link CameraSimulator#stopListening} can, for all of them.
     */
    REFUSE,
    /** Every request but OPTIONS is answered 401. Playing sessions go on until then. */
    UNAUTHORIZED,
    /** Every request but OPTIONS is answered 404. Playing sessions go on until then. */
    NOT_FOUND,
    /** SETUP is answered 453 Not Enough Bandwidth. Playing sessions go on. */
    BUSY,
    /**
     * Sends neither media nor RTCP, but keeps connections open and answers requests. Healed, it
     * goes on with the next random access point; its timestamps have moved on, its sequence numbers
     * not.
     */
    STALL;

    @Override
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** Faults that happen once, now; the camera answers the next connection. */
  enum Momentary implements Fault {
    /** Resets (RST) the connections of all running sessions. */
    RESET,
    /** Ends all running sessions with an RTCP BYE and closes their connections (FIN). */
    DROP;

    @Override
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Loses RTP packets sent over UDP; TCP sessions do not notice. Lasts until healed.
   *
   * @param percent how many of a hundred packets are lost, 1 to 100
   */
  record Loss(int percent) implements Fault {
    public Loss {
      if (percent < 1 || percent > 100) {
        throw new IllegalArgumentException("loss is 1 to 100 percent, not " + percent);
      }
    }

    @Override
    public String label() {
      return "loss=" + percent;
    }
  }

  Fault REFUSE = Lasting.REFUSE;
  Fault UNAUTHORIZED = Lasting.UNAUTHORIZED;
  Fault NOT_FOUND = Lasting.NOT_FOUND;
  Fault BUSY = Lasting.BUSY;
  Fault STALL = Lasting.STALL;
  Fault RESET = Momentary.RESET;
  Fault DROP = Momentary.DROP;

  /** {@link Loss} of {@code percent} of the packets. */
  static Fault loss(int percent) {
    return new Loss(percent);
  }

  /**
   * The fault of that {@link #label}.
   *
   * @throws IllegalArgumentException for a label that no fault has; the message lists all
   */
  static Fault parse(String label) {
    for (Lasting fault : Lasting.values()) {
      if (fault.label().equals(label)) {
        return fault;
      }
    }
    for (Momentary fault : Momentary.values()) {
      if (fault.label().equals(label)) {
        return fault;
      }
    }
    if (label.matches("loss=\\d{1,3}")) {
      return new Loss(Integer.parseInt(label.substring("loss=".length())));
    }
    throw new IllegalArgumentException(
        "no fault '"
            + label
            + "': refuse, unauthorized, not-found, busy, stall, reset, drop or loss=PERCENT");
  }
}
