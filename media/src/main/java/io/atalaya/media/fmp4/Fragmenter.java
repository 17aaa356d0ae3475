package io.atalaya.media.fmp4;

import io.atalaya.media.codec.AccessUnit;
import io.atalaya.media.codec.AccessUnitSink;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.Track;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Packages one track: a chunk for each access unit, the bytes where they are. Not thread-safe.
 *
 * <p>A picture's duration is the distance of decoding times; where a camera's times jump, the chunk
 * says so as it is, and the stream they go to makes a discontinuity of it.
 */
public final class Fragmenter implements AccessUnitSink {
  /** Times further apart are of two runs of the camera's clock. */
  private static final long JUMP_SECONDS = 10;

  /** No picture lasts longer; the next one then comes after a hole. */
  private static final long MAX_SECONDS = 3_600;

  private static final int TYPICAL_FRAMES_A_SECOND = 25;

  private final int trackId;
  private final long timescale;
  private final Output output;
  private long offsetTicks;
  private int sequence;
  private @Nullable DecodeTimes times;
  private OptionalInt reorder = OptionalInt.of(0);
  private long expectedPts;
  private long expectedDts;
  private long lastPts;
  private long endDts;

  /** Takes what is packaged. */
  public interface Output {
    void init(InitSegment init);

    /** Its reference is the output's from here on. */
    void chunk(Chunk chunk);
  }

  /**
   * Packages a track.
   *
   * @param timescale ticks in a second of the access units that come
   * @param offsetTicks added to each time; must make all of them positive
   */
  public Fragmenter(int trackId, long timescale, long offsetTicks, Output output) {
    this.trackId = trackId;
    this.timescale = timescale;
    this.offsetTicks = offsetTicks;
    this.output = output;
  }

  /**
   * Shifts what comes from here on. To the past, for sound only: what would be heard again is left
   * out.
   */
  public void shift(long ticks) {
    offsetTicks += ticks;
    times = null;
  }

  @Override
  public void config(DecoderConfig config) {
    reorder =
        switch (config) {
          case DecoderConfig.Avc avc -> avc.sps().reorderFrames();
          case DecoderConfig.Hevc hevc -> OptionalInt.of(hevc.sps().reorderFrames());
          case DecoderConfig.Aac _, DecoderConfig.Flac _, DecoderConfig.Opus _ -> OptionalInt.of(0);
        };
    times = null;
    output.init(TrackHeader.of(config, trackId, timescale));
  }

  @Override
  public void accessUnit(AccessUnit unit) {
    switch (unit.kind()) {
      case VIDEO -> picture(unit);
      case AUDIO -> sound(unit);
    }
  }

  /**
   * Frames of sound follow on one another without a hole, however unsteady their times are: half a
   * frame off is none. More is a hole, or a piece that was there before.
   */
  private void sound(AccessUnit unit) {
    long pts = unit.ptsTicks() + offsetTicks;
    long duration = Math.max(1, unit.nextPtsTicks() - unit.ptsTicks());
    long off = pts - endDts;
    if (sequence > 0 && off < -duration / 2 && !isJump(endDts, pts)) {
      unit.release();
      return;
    }
    boolean follows = sequence > 0 && Math.abs(off) <= duration / 2;
    long dts = follows ? endDts : pts;
    write(unit, dts, dts, duration);
  }

  private void picture(AccessUnit unit) {
    long pts = unit.ptsTicks() + offsetTicks;
    long next = unit.nextPtsTicks() + offsetTicks;
    long dts = afterTheLast(decodeTime(unit, pts), pts);
    expectedPts = next;
    expectedDts = isJump(pts, next) ? dts + typicalTicks() : decodeTimes().next(next);
    lastPts = pts;
    write(unit, pts, dts, Math.clamp(expectedDts - dts, 1, MAX_SECONDS * timescale));
  }

  /** Behind a hole too small for how far its pictures are reordered, none is decoded early. */
  private long afterTheLast(long dts, long pts) {
    boolean follows = sequence > 0 && !isJump(endDts, pts);
    return follows ? Math.max(dts, Math.min(endDts, pts)) : dts;
  }

  private long decodeTime(AccessUnit unit, long pts) {
    if (times != null && pts == expectedPts && !isJump(lastPts, pts)) {
      return expectedDts;
    }
    if (times == null || isJump(lastPts, pts) || (unit.randomAccess() && pts > expectedPts)) {
      times = new DecodeTimes(reorder, typicalTicks());
    }
    return times.next(pts);
  }

  private DecodeTimes decodeTimes() {
    if (times == null) {
      times = new DecodeTimes(reorder, typicalTicks());
    }
    return times;
  }

  private long typicalTicks() {
    return timescale / TYPICAL_FRAMES_A_SECOND;
  }

  private boolean isJump(long from, long to) {
    return Math.abs(to - from) > JUMP_SECONDS * timescale;
  }

  private void write(AccessUnit unit, long pts, long dts, long duration) {
    if (dts < 0) {
      unit.release();
      return;
    }
    FragmentHeader.prepend(
        unit.data(),
        new FragmentHeader.Sample(
            trackId,
            ++sequence,
            dts,
            (int) duration,
            unit.kind() == Track.Kind.AUDIO || unit.randomAccess(),
            (int) (pts - dts)));
    endDts = dts + duration;
    output.chunk(
        new Chunk(
            unit.kind(), dts, duration, unit.randomAccess(), 1, unit.data(), unit.receivedAt()));
  }
}
