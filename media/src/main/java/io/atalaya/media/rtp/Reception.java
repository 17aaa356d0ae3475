package io.atalaya.media.rtp;

import io.netty.buffer.ByteBuf;

/**
 * What has arrived of one sender's packets, and the report of it that the sender wants to hear (RFC
 * 3550, 6.4.2, A.3 and A.8): many cameras end a stream that nobody reports on. Not thread-safe.
 */
public final class Reception {
  /** Of a compound of one report and one name. */
  public static final int REPORT_BYTES = 52;

  private static final byte[] CNAME = {'a', 't', 'a', 'l', 'a', 'y', 'a'};
  private static final int REPORT = 201;
  private static final int DESCRIPTION = 202;
  private static final int HEADER_BYTES = 12;
  private static final long MAX_LOST = 0x7FFFFF;
  private static final long NANOS = 1_000_000_000;

  private final int clockRate;
  private int ssrc;
  private boolean started;
  private int highest;
  private long cycles;
  private long base;
  private long received;
  private long expectedBefore;
  private long receivedBefore;
  private int transit;
  private int jitter;
  private int lastReport;
  private long lastReportNanos;

  public Reception(int clockRate) {
    this.clockRate = clockRate;
  }

  /** Takes note of a packet; what is none is passed over. */
  public void packet(ByteBuf bytes, int index, int length, long arrivedNanos) {
    if (length < HEADER_BYTES || bytes.getUnsignedByte(index) >> 6 != 2) {
      return;
    }
    int sequence = bytes.getUnsignedShort(index + 2);
    int sender = bytes.getInt(index + 8);
    int now = (int) (arrivedNanos / 1_000 * clockRate / 1_000_000) - bytes.getInt(index + 4);
    if (!started || sender != ssrc) {
      begin(sender, sequence, now);
    } else {
      int ahead = sequence - highest & 0xFFFF;
      if (ahead < 0x8000) {
        cycles += sequence < highest ? 0x10000 : 0;
        highest = sequence;
      }
      // A.8, in 16ths; arrival is by the sweep, and so is as coarse as that.
      int d = Math.abs(now - transit);
      transit = now;
      jitter += d - ((jitter + 8) >> 4);
    }
    received++;
  }

  private void begin(int sender, int sequence, int now) {
    started = true;
    ssrc = sender;
    highest = sequence;
    base = sequence;
    cycles = 0;
    received = 0;
    expectedBefore = 0;
    receivedBefore = 0;
    transit = now;
    jitter = 0;
    lastReport = 0;
  }

  /** Whether this sender says that it has ended; see {@link Goodbye}. */
  public boolean isEndedBy(ByteBuf bytes, int index, int length) {
    return started && Goodbye.says(bytes, index, length, ssrc);
  }

  /** Takes note of when the sender reported last. */
  public void report(SenderReport report, long arrivedNanos) {
    if (started && report.ssrc() == ssrc) {
      long seconds = report.senderNanos() / NANOS;
      long fraction = report.senderNanos() % NANOS * 0x10000 / NANOS;
      lastReport = (int) ((seconds << 16) | fraction);
      lastReportNanos = arrivedNanos;
    }
  }

  /** Whether there is something to report on. */
  public boolean hasBegun() {
    return started;
  }

  /**
   * Writes a report, and who we are, which must come with it (RFC 3550, 6.1).
   *
   * <pre>
   *   V(2)=2 P(1) RC(5)=1  PT(8)=201  length=7   our SSRC(32)
   *   SSRC(32)  lost in 256ths(8) lost(24)  highest sequence(32)  jitter(32)  LSR(32)  DLSR(32)
   *   V(2)=2 P(1) SC(5)=1  PT(8)=202  length     our SSRC(32)  CNAME(8)=1 length(8) name  0…
   * </pre>
   */
  public void writeReport(ByteBuf out, int ourSsrc, long nowNanos) {
    long expected = cycles + highest - base + 1;
    long expectedSince = expected - expectedBefore;
    long lostSince = expectedSince - (received - receivedBefore);
    expectedBefore = expected;
    receivedBefore = received;
    long part = expectedSince <= 0 || lostSince <= 0 ? 0 : lostSince * 256 / expectedSince;
    long lost = Math.clamp(expected - received, -MAX_LOST - 1, MAX_LOST);
    out.writeByte(0x81).writeByte(REPORT).writeShort(7).writeInt(ourSsrc);
    out.writeInt(ssrc).writeByte((int) Math.min(255, part)).writeMedium((int) lost);
    out.writeInt((int) (cycles + highest)).writeInt(jitter >> 4).writeInt(lastReport);
    out.writeInt(lastReport == 0 ? 0 : (int) ((nowNanos - lastReportNanos) * 0x10000 / NANOS));
    int words = (4 + 2 + CNAME.length + 1 + 3) / 4;
    out.writeByte(0x81).writeByte(DESCRIPTION).writeShort(words).writeInt(ourSsrc);
    out.writeByte(1).writeByte(CNAME.length).writeBytes(CNAME);
    out.writeZero(4 * words - 4 - 2 - CNAME.length);
  }
}
