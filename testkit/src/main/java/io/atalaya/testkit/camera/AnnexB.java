package io.atalaya.testkit.camera;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The byte stream format of ITU-T H.264 Annex B: NAL units behind start codes 00 00 01. */
final class AnnexB {
  private AnnexB() {}

  /**
   * The NAL units in order, without start codes and the zeros around them.
   *
   * @throws IllegalArgumentException when the bytes do not begin with a start code
   */
  static List<byte[]> nalUnits(byte[] stream) {
    var units = new ArrayList<byte[]>();
    int start = afterStartCode(stream, 0);
    if (start < 0 || !isZero(stream, 0, start - 1)) {
      throw new IllegalArgumentException("not an Annex B stream: no start code at its beginning");
    }
    while (start < stream.length) {
      int next = afterStartCode(stream, start);
      int end = next < 0 ? stream.length : next - 3;
      while (end > start && stream[end - 1] == 0) {
        end--; // trailing_zero_8bits, or the first zero of a four-byte start code
      }
      if (end > start) {
        units.add(Arrays.copyOfRange(stream, start, end));
      }
      if (next < 0) {
        break;
      }
      start = next;
    }
    return units;
  }

  /** The index behind the next start code at or after {@code from}; -1 when there is none. */
  private static int afterStartCode(byte[] stream, int from) {
    for (int i = from; i + 2 < stream.length; i++) {
      if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
        return i + 3;
      }
    }
    return -1;
  }

  private static boolean isZero(byte[] stream, int from, int to) {
    for (int i = from; i < to; i++) {
      if (stream[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
