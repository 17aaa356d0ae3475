package io.atalaya.media.rtp.payload;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.codec.AccessUnit;
import io.atalaya.media.codec.AccessUnitSink;
import io.atalaya.media.codec.DecoderConfig;
import java.util.ArrayList;
import java.util.List;

/** Notes what a camera's pictures became, at 25 a second, and releases them. */
final class Pictures implements AccessUnitSink {
  /** From one picture to the next, in ticks. */
  static final int FRAME = 3_600;

  final List<DecoderConfig> configs = new ArrayList<>();

  /** The number of each picture, and whether it is an access point. */
  final List<String> units = new ArrayList<>();

  final List<byte[]> bytes = new ArrayList<>();

  @Override
  public void config(DecoderConfig config) {
    configs.add(config);
  }

  @Override
  public void accessUnit(AccessUnit unit) {
    units.add(unit.ptsTicks() / FRAME + (unit.randomAccess() ? " access" : ""));
    byte[] data = new byte[unit.sizeBytes()];
    unit.data().getBytes(unit.data().readerIndex(), data);
    bytes.add(data);
    assertTrue(unit.data().readerIndex() >= AccessUnit.HEADROOM);
    unit.release();
  }
}
