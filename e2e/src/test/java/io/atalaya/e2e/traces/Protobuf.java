package io.atalaya.e2e.traces;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The fields of one protobuf message, in order: a number with its wire type, and its bytes.
 *
 * <pre>
 *   field = varint(number << 3 | type) value
 *   value = varint (0) | 8 bytes (1) | varint(length) bytes (2) | 4 bytes (5)
 * </pre>
 */
record Protobuf(List<Field> fields) {
  /** A varint's bytes are its number, big endian. */
  static final class Field {
    private final int number;
    private final byte[] value;

    private Field(int number, byte[] value) {
      this.number = number;
      this.value = value;
    }

    String text() {
      return new String(value, StandardCharsets.UTF_8);
    }

    String hex() {
      return HexFormat.of().formatHex(value);
    }

    long number64() {
      return ByteBuffer.wrap(value).getLong();
    }

    Protobuf message() {
      return Protobuf.read(value);
    }
  }

  static Protobuf read(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    var fields = new ArrayList<Field>();
    while (in.hasRemaining()) {
      long key = varint(in);
      byte[] value =
          switch ((int) key & 7) {
            case 0 -> ByteBuffer.allocate(Long.BYTES).putLong(varint(in)).array();
            case 1 -> bytes(in, Long.BYTES);
            case 2 -> bytes(in, (int) varint(in));
            case 5 -> bytes(in, Integer.BYTES);
            default -> throw new IllegalArgumentException("wire type of field " + (key >> 3));
          };
      fields.add(new Field((int) (key >> 3), value));
    }
    return new Protobuf(List.copyOf(fields));
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    var value = new byte[length];
    in.get(value);
    return value;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a varint of more than 64 bits");
  }

  List<Field> all(int number) {
    return fields.stream().filter(field -> field.number == number).toList();
  }

  /** The text of a field that is there once at most. */
  String text(int number) {
    return all(number).stream().map(Field::text).findFirst().orElse("");
  }

  String hex(int number) {
    return all(number).stream().map(Field::hex).findFirst().orElse("");
  }
}
