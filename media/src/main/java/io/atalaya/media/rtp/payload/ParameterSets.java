package io.atalaya.media.rtp.payload;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Parameter sets of one kind, by their id; a new one takes the place of the old. Not thread-safe.
 */
final class ParameterSets {
  /** Streams have one or two; the number that {@code avcC} has room for is more than ids. */
  private static final int MAX_SETS = 16;

  private final List<ByteBuffer> units = new ArrayList<>(1);

  /**
   * Keeps a NAL unit.
   *
   * @param headerBytes what comes before its id
   */
  void keep(ByteBuffer unit, int headerBytes) {
    if (unit.remaining() <= headerBytes) {
      return;
    }
    for (int i = 0; i < units.size(); i++) {
      if (id(units.get(i), headerBytes) == id(unit, headerBytes)) {
        if (!units.get(i).equals(unit)) {
          units.set(i, unit);
        }
        return;
      }
    }
    if (units.size() < MAX_SETS) {
      units.add(unit);
    }
  }

  boolean isEmpty() {
    return units.isEmpty();
  }

  List<ByteBuffer> units() {
    return List.copyOf(units);
  }

  /** {@code ue(v)} of at most 15 bits: an id is at most 255. */
  private static int id(ByteBuffer unit, int headerBytes) {
    int from = unit.position() + headerBytes;
    int bits = (unit.get(from) & 0xFF) << 16;
    if (from + 1 < unit.limit()) {
      bits |= (unit.get(from + 1) & 0xFF) << 8;
    }
    if (from + 2 < unit.limit()) {
      bits |= unit.get(from + 2) & 0xFF;
    }
    int zeros = Integer.numberOfLeadingZeros(bits) - 8;
    return zeros > 8 ? -1 : (bits >> (23 - 2 * zeros)) - 1;
  }
}
