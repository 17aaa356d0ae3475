package io.atalaya.media.bench;

import io.atalaya.media.codec.AccessUnit;
import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.Fragmenter;
import io.atalaya.media.fmp4.InitSegment;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Access units to chunks: the header is written before the bytes, which stay where they are. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FragmentBench {
  @Param public Track.Kind kind;

  private ByteBuf data;
  private Packager packager;

  @Setup(Level.Iteration)
  public void begin() {
    data = Unpooled.directBuffer().writeZero(AccessUnit.HEADROOM + 10_000);
    packager =
        switch (kind) {
          case VIDEO -> new Packager(kind, 90_000, 3_600, data);
          case AUDIO -> new Packager(kind, 32_000, 1_024, data);
        };
  }

  @TearDown(Level.Iteration)
  public void end() {
    if (!data.release()) {
      throw new IllegalStateException("chunks that were not released: " + data.refCnt());
    }
  }

  @Benchmark
  public long fragment() {
    return packager.next();
  }

  /** Packages the same bytes again and again. */
  private static final class Packager implements Fragmenter.Output {
    private final Track.Kind kind;
    private final long ticksEach;
    private final ByteBuf data;
    private final Fragmenter fragmenter;
    private long ticks;
    private long bytes;

    Packager(Track.Kind kind, long timescale, long ticksEach, ByteBuf data) {
      this.kind = kind;
      this.ticksEach = ticksEach;
      this.data = data;
      this.fragmenter = new Fragmenter(1, timescale, 10 * timescale, this);
    }

    long next() {
      long pts = ticks;
      ticks += ticksEach;
      data.retain().readerIndex(AccessUnit.HEADROOM);
      fragmenter.accessUnit(new AccessUnit(kind, pts, ticks, false, data, Instant.EPOCH));
      return bytes;
    }

    @Override
    public void init(InitSegment init) {}

    @Override
    public void chunk(Chunk chunk) {
      bytes += chunk.sizeBytes();
      chunk.release();
    }
  }
}
