package io.atalaya.testkit.camera;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Says when what is due, for hundreds of cameras on one thread.
 *
 * <p><b>The idea.</b> Cost follows what is played, not who watches: one {@link Beat} for each track
 * of each camera that has a viewer. When a beat is due it hands its frame, packed long ago, to all
 * of its camera's sessions, and goes back into a heap under the due time of the frame after. A
 * camera that nobody watches has no beat, and a thousand of them cost nothing.
 *
 * <p><b>Absolute deadlines.</b> Frame <i>n</i> of a track is due at the track's origin plus
 * <i>n</i> frame lengths, computed from <i>n</i> each time and never by adding to the time before.
 * A late wake-up (a collection, a busy machine) therefore delays a few frames and shifts none: the
 * next deadlines stand, the camera's clock does not drift, and RTP timestamps, which are computed
 * from the same <i>n</i>, keep telling the truth. The origin is where the clip began last before
 * the camera was added, by the wall clock; so all simulators on a machine show the same clock.
 *
 * <p><b>The loop point</b> is no event: <i>n</i> only grows, the frame shown is <i>n</i> modulo the
 * clip's frames, and timestamps and sequence numbers run on.
 *
 * <p><b>Falling behind.</b> After a pause of the whole machine, everything that was due is played
 * in a burst, as a camera's own buffer would; beyond a second a beat skips to the present (see
 * {@code PacedTrack}), because a burst of minutes serves nobody.
 *
 * <p><b>A slow reader</b> never delays anybody: writes do not block, and a session whose connection
 * has bytes left over misses frames until it has none (see {@code TrackSender}).
 *
 * <p>Rejected: a thread for each session. It reads more simply, but two hundred threads that wake
 * fifteen times a second cost several times the sends themselves, and each has to guard against its
 * connection being written to by the answers to requests.
 *
 * <p>Belongs to one thread.
 */
final class Pacer {
  /** Something that is due again and again. */
  interface Beat {
    /** When it is due next, by {@link System#nanoTime}; does not change while it waits. */
    long dueNanos();

    /** Does what is due and moves on; false when it is not to be called again. */
    boolean play(long nowNanos);
  }

  private final PriorityQueue<Beat> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Beat::dueNanos));

  void add(Beat beat) {
    waiting.add(beat);
  }

  /** Plays everything that is due. */
  void run(long nowNanos) {
    while (!waiting.isEmpty() && waiting.element().dueNanos() <= nowNanos) {
      Beat beat = waiting.remove();
      if (beat.play(nowNanos)) {
        waiting.add(beat);
      }
    }
  }

  /** Nanoseconds until something is due: 0 for now, at most {@code limitNanos}. */
  long nanosToNext(long nowNanos, long limitNanos) {
    Beat next = waiting.peek();
    return next == null ? limitNanos : Math.clamp(next.dueNanos() - nowNanos, 0, limitNanos);
  }
}
