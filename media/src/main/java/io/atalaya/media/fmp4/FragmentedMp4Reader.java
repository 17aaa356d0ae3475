package io.atalaya.media.fmp4;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads fragmented MP4 as it comes, in pieces of any size, and hands on init segments and chunks.
 *
 * <p>Expected is what FFmpeg writes with {@code -f mp4 -frag_duration 1 -movflags
 * +empty_moov+separate_moof+default_base_moof}: {@code moov}, then {@code moof} and {@code mdat} in
 * turns, one track in each {@code moof}. (Not {@code frag_every_frame}: beside video, FFmpeg 5.1 to
 * 8.1 give every fourth AAC frame a duration of 0 and the time of the next one.) Boxes of other
 * types are skipped.
 *
 * <p>A payload byte is copied once, from what is pushed into a direct buffer of the allocator. At
 * most one {@code moov} or one chunk is held at a time. After an exception the reader is of no more
 * use; {@link #close()} gives back what it holds. One thread at a time.
 */
public final class FragmentedMp4Reader implements AutoCloseable {
  private static final int HEADER_BYTES = 8;
  private static final int LARGE_HEADER_BYTES = 16;

  private final Mp4Limits limits;
  private final ByteBufAllocator allocator;
  private final InstantSource clock;
  private final Mp4Sink sink;

  private final ByteBuffer header = ByteBuffer.allocate(LARGE_HEADER_BYTES);
  private long position;
  private long boxPosition;
  private Reading reading = new Reading.Header();
  private @Nullable Movie movie;
  private @Nullable PendingChunk pending;

  /** What the next bytes are. */
  private sealed interface Reading {
    record Header() implements Reading {}

    record Skipped(long left) implements Reading {}

    /** A {@code moov} or {@code moof}, header included. */
    record Whole(int type, ByteBuffer bytes) implements Reading {}

    record Samples(PendingChunk chunk, int left) implements Reading {}
  }

  /** A {@code moof}'s bytes with, behind them, what has come of its {@code mdat}. */
  private record PendingChunk(Optional<Fragment> fragment, ByteBuf data) {}

  public FragmentedMp4Reader(
      Mp4Limits limits, ByteBufAllocator allocator, InstantSource clock, Mp4Sink sink) {
    this.limits = limits;
    this.allocator = allocator;
    this.clock = clock;
    this.sink = sink;
  }

  /**
   * Takes all of {@code bytes}, from its position to its limit.
   *
   * @throws MalformedMp4Exception with the position of the box at fault
   * @throws UnsupportedCodecException for a track whose codec has no place in CMAF
   */
  public void push(ByteBuffer bytes) throws MalformedMp4Exception, UnsupportedCodecException {
    while (bytes.hasRemaining()) {
      int before = bytes.position();
      reading =
          switch (reading) {
            case Reading.Header _ -> header(bytes);
            case Reading.Skipped(var left) -> skip(bytes, left);
            case Reading.Whole whole -> whole(bytes, whole);
            case Reading.Samples(var chunk, var left) -> samples(bytes, chunk, left);
          };
      position += bytes.position() - before;
    }
  }

  /** Gives back what is held. Safe to call twice. */
  @Override
  public void close() {
    if (pending != null) {
      pending.data.release();
      pending = null;
    }
    reading = new Reading.Skipped(Long.MAX_VALUE);
  }

  private Reading header(ByteBuffer bytes) throws MalformedMp4Exception {
    if (header.position() == 0) {
      boxPosition = position;
    }
    fill(header, bytes, HEADER_BYTES - header.position());
    if (header.position() < HEADER_BYTES) {
      return reading;
    }
    int headerBytes = header.getInt(0) == 1 ? LARGE_HEADER_BYTES : HEADER_BYTES;
    fill(header, bytes, headerBytes - header.position());
    if (header.position() < headerBytes) {
      return reading;
    }
    header.clear();
    return body(header.getInt(4), headerBytes);
  }

  private Reading body(int type, int headerBytes) throws MalformedMp4Exception {
    boolean large = headerBytes == LARGE_HEADER_BYTES;
    long size = large ? header.getLong(8) : Integer.toUnsignedLong(header.getInt(0));
    long left = size - headerBytes;
    if (left < 0) {
      throw malformed(type, "size " + Long.toUnsignedString(size));
    }
    if (pending != null && type != BoxType.MDAT) {
      throw malformed(type, "where the 'mdat' of a 'moof' belongs");
    }
    if (type == BoxType.MDAT) {
      return mdat((int) bounded(type, left, limits.mdatBytes()), headerBytes);
    }
    if (type == BoxType.MOOV || type == BoxType.MOOF) {
      int limit = type == BoxType.MOOV ? limits.moovBytes() : limits.moofBytes();
      if (large) {
        throw malformed(type, "64-bit size");
      }
      if (left == 0) {
        throw malformed(type, "empty");
      }
      int whole = (int) bounded(type, size, limit);
      return new Reading.Whole(type, ByteBuffer.allocate(whole).putInt(whole).putInt(type));
    }
    return skipping(bounded(type, left, limits.skippedBytes()));
  }

  private Reading skip(ByteBuffer bytes, long left) {
    int count = (int) Math.min(left, bytes.remaining());
    bytes.position(bytes.position() + count);
    return skipping(left - count);
  }

  private static Reading skipping(long left) {
    return left == 0 ? new Reading.Header() : new Reading.Skipped(left);
  }

  private Reading whole(ByteBuffer bytes, Reading.Whole whole)
      throws MalformedMp4Exception, UnsupportedCodecException {
    ByteBuffer kept = whole.bytes();
    fill(kept, bytes, kept.remaining());
    if (kept.hasRemaining()) {
      return whole;
    }
    Box box = new Box(whole.type(), kept.flip().asReadOnlyBuffer(), boxPosition);
    if (whole.type() == BoxType.MOOV) {
      moov(box);
    } else {
      moof(box);
    }
    return new Reading.Header();
  }

  private void moov(Box box) throws MalformedMp4Exception, UnsupportedCodecException {
    movie = Movie.parse(box);
    sink.init(movie.tracks().stream().map(Movie.MovieTrack::init).toList());
  }

  private void moof(Box box) throws MalformedMp4Exception {
    if (movie == null) {
      throw box.malformed("before any 'moov'");
    }
    var fragment = Fragment.parse(box, movie);
    ByteBuf data = allocator.directBuffer(box.whole().limit());
    data.writeBytes(box.whole().duplicate());
    pending = new PendingChunk(fragment, data);
  }

  private Reading mdat(int left, int headerBytes) throws MalformedMp4Exception {
    PendingChunk chunk = pending;
    if (chunk == null) {
      throw malformed(BoxType.MDAT, "without a 'moof' before it");
    }
    long claimed = chunk.fragment.map(Fragment::sampleBytes).orElse(0L);
    if (claimed > left) {
      throw malformed(BoxType.MDAT, left + " bytes for samples of " + claimed);
    }
    // The moof's data offsets count from its first byte, so the header must stay as long as it was.
    chunk.data.capacity(chunk.data.writerIndex() + headerBytes + left);
    chunk.data.writeBytes(header.array(), 0, headerBytes);
    return samplesLeft(chunk, left);
  }

  private Reading samples(ByteBuffer bytes, PendingChunk chunk, int left) {
    int count = Math.min(left, bytes.remaining());
    chunk.data.writeBytes(bytes.slice(bytes.position(), count));
    bytes.position(bytes.position() + count);
    return samplesLeft(chunk, left - count);
  }

  private Reading samplesLeft(PendingChunk chunk, int left) {
    if (left > 0) {
      return new Reading.Samples(chunk, left);
    }
    pending = null;
    chunk.fragment.ifPresentOrElse(
        fragment -> sink.chunk(chunk(fragment, chunk.data)), chunk.data::release);
    return new Reading.Header();
  }

  private Chunk chunk(Fragment fragment, ByteBuf data) {
    return new Chunk(
        fragment.track().kind(),
        fragment.baseDecodeTimeTicks(),
        fragment.durationTicks(),
        fragment.independent(),
        fragment.frames(),
        data,
        clock.instant());
  }

  private long bounded(int type, long bytes, int limit) throws MalformedMp4Exception {
    if (bytes > limit) {
      throw malformed(type, bytes + " bytes, over the limit of " + limit);
    }
    return bytes;
  }

  private MalformedMp4Exception malformed(int type, String what) {
    return new MalformedMp4Exception("'" + BoxType.name(type) + "': " + what, boxPosition);
  }

  private static void fill(ByteBuffer to, ByteBuffer from, int count) {
    int moved = Math.clamp(count, 0, from.remaining());
    to.put(from.slice(from.position(), moved));
    from.position(from.position() + moved);
  }
}
