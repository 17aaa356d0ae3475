package io.atalaya.testkit.camera;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Sends one track to one session: RTP headers (RFC 3550 section 5.1), sender reports (section
 * 6.4.1) and what to leave out for a reader that is slow. SSRC, first sequence number and timestamp
 * offset are random, as section 5.1 wants.
 *
 * <pre>
 * V=2 P X CC | M PT | sequence number: 16
 * timestamp: 32
 * SSRC: 32
 * </pre>
 */
final class TrackSender {
  private static final long REPORT_INTERVAL_NANOS = 5_000_000_000L;
  private static final int RTP_HEADER_BYTES = 12;
  private static final int VERSION_2 = 0x80;
  private static final int MARKER = 0x80;

  private final LiveCamera camera;
  private final Track track;
  private final MediaPath path;
  private final int ssrc;
  private final int timestampOffset;
  private final ByteBuffer packet = ByteBuffer.allocate(RTP_HEADER_BYTES + Frame.MAX_PAYLOAD_BYTES);

  private int sequence;
  private long firstIndex = Long.MAX_VALUE;
  private boolean needsRandomAccess;
  private long nextReportNanos = Long.MIN_VALUE;
  private long packets;
  private long payloadBytes;
  private long lastIndex;

  TrackSender(LiveCamera camera, Track track, MediaPath path, RandomGenerator random) {
    this.camera = camera;
    this.track = track;
    this.path = path;
    this.ssrc = random.nextInt();
    this.timestampOffset = random.nextInt();
    this.sequence = random.nextInt(1 << 16);
  }

  Track track() {
    return track;
  }

  int ssrc() {
    return ssrc;
  }

  /** The sequence number of the next packet. */
  int sequence() {
    return sequence;
  }

  /** The RTP timestamp of that frame, unsigned. */
  long timestamp(long index) {
    return Integer.toUnsignedLong((int) (index * track.ticksPerFrame()) + timestampOffset);
  }

  /** Frames before this one are not sent. */
  void startAt(long index) {
    firstIndex = index;
  }

  /** Sends the frame, or leaves it out where the camera is stalled or the reader is behind. */
  void offer(long index) {
    if (index < firstIndex) {
      return;
    }
    Frame frame = track.frame(index);
    if (camera.has(Fault.Lasting.STALL)) {
      needsRandomAccess = true;
    } else if (path.isCongested() || (needsRandomAccess && !frame.isRandomAccess())) {
      miss(1);
    } else {
      needsRandomAccess = false;
      send(index, frame);
    }
  }

  /** Counts frames as dropped; the next one sent is a random access point. */
  void miss(long frames) {
    needsRandomAccess = true;
    camera.framesDropped(frames);
  }

  /** Says goodbye (RFC 3550 section 6.6), if the reader listens. */
  void bye() {
    if (packets > 0 && !path.isCongested()) {
      report(lastIndex, true);
      path.flush();
    }
  }

  private void send(long index, Frame frame) {
    lastIndex = index;
    long due = camera.timeline().dueNanos(track, index);
    if (nextReportNanos == Long.MIN_VALUE || due >= nextReportNanos) {
      report(index, false);
      nextReportNanos = due + REPORT_INTERVAL_NANOS;
    }
    int last = frame.payloads().size() - 1;
    for (int i = 0; i <= last; i++) {
      rtp(index, frame.payloads().get(i), i == last);
    }
    path.flush();
    camera.frameSent();
  }

  private void rtp(long index, byte[] payload, boolean marker) {
    packet.clear();
    packet.put((byte) VERSION_2);
    packet.put((byte) ((marker ? MARKER : 0) | track.payloadType()));
    packet.putShort((short) sequence);
    packet.putInt((int) timestamp(index));
    packet.putInt(ssrc);
    packet.put(payload);
    path.rtp(packet.flip());
    sequence = (sequence + 1) & 0xffff;
    packets++;
    payloadBytes += payload.length;
  }

  private void report(long index, boolean bye) {
    Instant wall = camera.timeline().dueWall(track, index);
    packet.clear();
    SenderReport.write(packet, ssrc, wall, (int) timestamp(index), packets, payloadBytes);
    if (bye) {
      SenderReport.writeBye(packet, ssrc);
    }
    path.rtcp(packet.flip());
  }
}
