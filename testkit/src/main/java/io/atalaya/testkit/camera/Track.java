package io.atalaya.testkit.camera;

import java.time.Duration;
import java.util.List;

/**
 * One track of a clip, packed for RTP.
 *
 * @param media {@code video} or {@code audio}, as in SDP
 * @param payloadType the dynamic RTP payload type
 * @param rtpmap what SDP says after the payload type in {@code a=rtpmap}
 * @param fmtp what SDP says after the payload type in {@code a=fmtp}
 * @param clockRate RTP ticks in a second
 * @param ticksPerFrame RTP ticks from one frame to the next
 * @param frames at least one; the first is a random access point
 */
record Track(
    String media,
    int payloadType,
    String rtpmap,
    String fmtp,
    int clockRate,
    int ticksPerFrame,
    List<Frame> frames) {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  Track {
    frames = List.copyOf(frames);
    if (frames.isEmpty() || !frames.getFirst().isRandomAccess()) {
      throw new IllegalArgumentException("the first frame is not a random access point");
    }
  }

  /** The frame with that number, counted from any start of the loop. */
  Frame frame(long index) {
    return frames.get(Math.toIntExact(index % frames.size()));
  }

  /** Nanoseconds from frame 0 to frame {@code index}; exact for centuries. */
  long nanosOf(long index) {
    long ticks = index * ticksPerFrame;
    return ticks / clockRate * NANOS_PER_SECOND + ticks % clockRate * NANOS_PER_SECOND / clockRate;
  }

  /** The first frame that is due no earlier than {@code nanos} after frame 0. */
  long firstFrameFrom(long nanos) {
    long seconds = nanos / NANOS_PER_SECOND;
    long ticks = seconds * clockRate + nanos % NANOS_PER_SECOND * clockRate / NANOS_PER_SECOND;
    long index = Math.max(0, ticks / ticksPerFrame);
    while (nanosOf(index) < nanos) {
      index++;
    }
    return index;
  }

  Duration length() {
    return Duration.ofNanos(nanosOf(frames.size()));
  }

  Track beginning(Duration length) {
    int count = Math.toIntExact(firstFrameFrom(length.toNanos()));
    if (nanosOf(count) != length.toNanos() || count < 1 || count > frames.size()) {
      throw new IllegalArgumentException(
          length + " is not a whole number of " + media + " frames of " + length());
    }
    return new Track(
        media, payloadType, rtpmap, fmtp, clockRate, ticksPerFrame, frames.subList(0, count));
  }
}
