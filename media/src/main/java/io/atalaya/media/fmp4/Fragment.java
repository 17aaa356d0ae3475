package io.atalaya.media.fmp4;

import io.atalaya.media.codec.Track;
import java.util.Optional;

/**
 * What a {@code moof} with one track says about the samples behind it (ISO/IEC 14496-12, 8.8).
 *
 * @param sampleBytes of all samples together
 */
record Fragment(
    Track track,
    long baseDecodeTimeTicks,
    long durationTicks,
    boolean independent,
    int frames,
    long sampleBytes) {

  private static final int HAS_DATA_OFFSET = 0x1;
  private static final int HAS_FIRST_FLAGS = 0x4;
  private static final int HAS_DURATION = 0x100;
  private static final int HAS_SIZE = 0x200;
  private static final int HAS_FLAGS = 0x400;
  private static final int HAS_COMPOSITION_OFFSET = 0x800;
  private static final int NON_SYNC = 0x1_0000;

  /** A minute at 1000 frames/s; a chunk has a handful. */
  private static final int MAX_SAMPLES = 60_000;

  /** 100 years: far from any overflow in nanoseconds. */
  private static final long MAX_SECONDS = 100L * 366 * 86_400;

  /** Empty when the fragment's track is none of the movie's. */
  static Optional<Fragment> parse(Box moof, Movie movie) throws MalformedMp4Exception {
    Box traf = moof.child(BoxType.TRAF);
    if (moof.children().stream().filter(b -> b.type() == BoxType.TRAF).count() > 1) {
      throw moof.malformed("several tracks in one fragment, where CMAF has one");
    }
    FullBox tfhd = traf.child(BoxType.TFHD).full();
    var track = movie.byId(tfhd.s32());
    if (track.isEmpty()) {
      return Optional.empty();
    }
    var samples = new Samples(track.get().defaults().overriddenBy(tfhd));
    for (Box box : traf.children()) {
      if (box.type() == BoxType.TRUN) {
        samples.add(box.full());
      }
    }
    return Optional.of(samples.fragment(track.get().track(), traf));
  }

  /** Sums over all {@code trun} boxes of one {@code traf}. */
  private static final class Samples {
    private final SampleDefaults defaults;
    private long durationTicks;
    private long bytes;
    private int count;
    private int firstFlags;

    Samples(SampleDefaults defaults) {
      this.defaults = defaults;
      firstFlags = defaults.flags();
    }

    /**
     * {@code count(32) [dataOffset(32)] [firstFlags(32)]}, then for each sample {@code
     * [duration(32)] [size(32)] [flags(32)] [compositionOffset(32)]}.
     */
    void add(FullBox trun) throws MalformedMp4Exception {
      long more = trun.u32();
      if (more > MAX_SAMPLES - count) {
        throw trun.box().malformed(more + " samples");
      }
      if (trun.has(HAS_DATA_OFFSET)) {
        trun.skip(4);
      }
      boolean first = count == 0 && more > 0;
      if (trun.has(HAS_FIRST_FLAGS)) {
        int flags = trun.s32();
        firstFlags = first ? flags : firstFlags;
      }
      for (int i = 0; i < more; i++) {
        durationTicks += trun.has(HAS_DURATION) ? trun.u32() : defaults.durationTicks();
        bytes += trun.has(HAS_SIZE) ? trun.u32() : defaults.sizeBytes();
        if (trun.has(HAS_FLAGS)) {
          int flags = trun.s32();
          firstFlags = first && i == 0 ? flags : firstFlags;
        }
        if (trun.has(HAS_COMPOSITION_OFFSET)) {
          trun.skip(4);
        }
      }
      count += (int) more;
    }

    Fragment fragment(Track track, Box traf) throws MalformedMp4Exception {
      if (count == 0) {
        throw traf.malformed("no samples");
      }
      long base = traf.child(BoxType.TFDT).full().versioned();
      if (base < 0 || base / track.timescale() > MAX_SECONDS) {
        throw traf.malformed("decode time " + Long.toUnsignedString(base));
      }
      if (durationTicks / track.timescale() > MAX_SECONDS) {
        throw traf.malformed("duration " + durationTicks);
      }
      boolean sync = track.kind() == Track.Kind.AUDIO || (firstFlags & NON_SYNC) == 0;
      return new Fragment(track, base, durationTicks, sync, count, bytes);
    }
  }
}
