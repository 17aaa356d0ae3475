package io.atalaya.media.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.codec.AccessUnit;
import io.atalaya.media.codec.AccessUnitSink;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.FragmentedMp4Reader;
import io.atalaya.media.fmp4.Fragmenter;
import io.atalaya.media.fmp4.InitSegment;
import io.atalaya.media.fmp4.Mp4Limits;
import io.atalaya.media.fmp4.Mp4Sink;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded packets as access units, as boxes, and read back. */
final class GoldenMediaTest {
  private static final long ORIGIN_SECONDS = 10;

  private final DirectMemory memory = new DirectMemory();

  @AfterEach
  void nothing_is_kept() {
    memory.assertAllReleased();
  }

  /** One line for each configuration and each access unit. */
  private static final class Dump implements AccessUnitSink {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void config(DecoderConfig config) {
      text.append(config.track(1, 90_000).codec()).append('\n');
    }

    @Override
    public void accessUnit(AccessUnit unit) {
      text.append(
          "%d to %d%s, %d bytes, crc %08x\n"
              .formatted(
                  unit.ptsTicks(),
                  unit.nextPtsTicks(),
                  unit.randomAccess() ? " access" : "",
                  unit.sizeBytes(),
                  crc(unit.data())));
      unit.release();
    }

    private static long crc(ByteBuf data) {
      var crc = new CRC32();
      crc.update(data.nioBuffer());
      return crc.getValue();
    }
  }

  /** What a fragmenter writes, and what was said of it. */
  private static final class Written implements Fragmenter.Output {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<String> said = new ArrayList<>();

    @Override
    public void init(InitSegment init) {
      byte[] header = new byte[init.bytes().remaining()];
      init.bytes().get(header);
      bytes.writeBytes(header);
      said.add(init.track().toString());
    }

    @Override
    public void chunk(Chunk chunk) {
      said.add(told(chunk));
      bytes.writeBytes(DirectMemory.take(chunk.data()));
    }

    private static String told(Chunk chunk) {
      return "%s at %d for %d%s, %d bytes"
          .formatted(
              chunk.kind(),
              chunk.baseDecodeTimeTicks(),
              chunk.durationTicks(),
              chunk.independent() ? " independent" : "",
              chunk.sizeBytes());
    }
  }

  private Written written(Recorded recorded, long offsetTicks) throws Exception {
    var written = new Written();
    recorded.into(memory.allocator(), new Fragmenter(1, recorded.clockRate, offsetTicks, written));
    return written;
  }

  @ParameterizedTest
  @EnumSource
  void packets_become_these_access_units(Recorded recorded) throws Exception {
    var dump = new Dump();
    recorded.into(memory.allocator(), dump);
    Golden.assertText(recorded.file + ".units.txt", dump.text.toString());
  }

  @ParameterizedTest
  @EnumSource
  void access_units_become_these_boxes(Recorded recorded) throws Exception {
    Written written = written(recorded, ORIGIN_SECONDS * recorded.clockRate);
    Golden.assertBytes(recorded.file + ".mp4", written.bytes.toByteArray());
  }

  /** Of FLAC nothing is read: no engine brings it but the one that writes it. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PCMA")
  void what_is_written_is_read_back(Recorded recorded) throws Exception {
    assertReadBack(written(recorded, ORIGIN_SECONDS * recorded.clockRate));
  }

  /** At the end of 32 bits, and after ten years without a break. */
  @ParameterizedTest
  @ValueSource(longs = {(1L << 32) - 3_600, 90_000L * 86_400 * 3_650})
  void times_of_any_size_are_read_back(long offsetTicks) throws Exception {
    Written written = written(Recorded.H264_B_FRAMES, offsetTicks);
    assertTrue(written.said.getLast().contains(" at " + (offsetTicks + 18_000)), "grows on");
    assertReadBack(written);
  }

  private void assertReadBack(Written written) throws Exception {
    var read = new ArrayList<String>();
    var sink =
        new Mp4Sink() {
          @Override
          public void init(List<InitSegment> init) {
            init.forEach(segment -> read.add(segment.track().toString()));
          }

          @Override
          public void chunk(Chunk chunk) {
            read.add(Written.told(chunk));
            chunk.release();
          }
        };
    try (var reader =
        new FragmentedMp4Reader(
            Mp4Limits.standard(), memory.allocator(), InstantSource.fixed(Recorded.NOW), sink)) {
      reader.push(ByteBuffer.wrap(written.bytes.toByteArray()));
    }
    assertEquals(written.said, read);
  }
}
