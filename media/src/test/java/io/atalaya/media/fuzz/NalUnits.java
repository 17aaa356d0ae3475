package io.atalaya.media.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** A picture in a file: units, each behind its length (ISO/IEC 14496-15, 5.3.4.2). */
final class NalUnits {
  private NalUnits() {}

  /**
   * The rule that a picture has whole units only, and none that has no place in a file.
   *
   * @param isOutOfPlace by a unit's first byte
   */
  static Consumer<ByteBuffer> rule(IntPredicate isOutOfPlace) {
    return picture -> {
      int units = 0;
      while (picture.hasRemaining()) {
        int length = picture.remaining() < 4 ? -1 : picture.getInt();
        assertTrue(length > 0 && length <= picture.remaining(), "a unit of " + length + " bytes");
        assertFalse(isOutOfPlace.test(picture.get(picture.position()) & 0xFF), "out of place");
        picture.position(picture.position() + length);
        units++;
      }
      assertTrue(units > 0, "a picture of nothing");
    };
  }
}
