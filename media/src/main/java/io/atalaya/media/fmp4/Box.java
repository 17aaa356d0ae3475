package io.atalaya.media.fmp4;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One box of ISO/IEC 14496-12, 4.2 that lies whole in memory.
 *
 * <pre>
 *   size(32) type(32) payload…          size counts the eight bytes before the payload
 * </pre>
 *
 * The 64-bit size and the size 0 ("to the end") are refused: nothing held in memory needs them.
 *
 * @param whole header and payload; payload reads go through {@link #payload()}
 * @param position of the first byte in the stream, for messages
 */
record Box(int type, ByteBuffer whole, long position) {
  private static final int HEADER_BYTES = 8;

  /** Boxes in one container; an engine writes a dozen. */
  private static final int MAX_CHILDREN = 256;

  /** The bytes behind the header; a view with a position of its own. */
  ByteBuffer payload() {
    return whole.slice(HEADER_BYTES, whole.limit() - HEADER_BYTES);
  }

  /** Four bytes of version and flags lead the payload of a "full" box. */
  FullBox full() throws MalformedMp4Exception {
    ByteBuffer payload = payload();
    if (payload.remaining() < 4) {
      throw malformed("no room for version and flags");
    }
    int head = payload.getInt();
    return new FullBox(this, head >>> 24, head & 0xFF_FFFF, payload);
  }

  List<Box> children() throws MalformedMp4Exception {
    return childrenFrom(0);
  }

  /** The children that begin {@code skipBytes} into the payload. */
  List<Box> childrenFrom(int skipBytes) throws MalformedMp4Exception {
    ByteBuffer payload = payload();
    if (skipBytes > payload.limit()) {
      throw malformed("shorter than its fixed fields");
    }
    var children = new ArrayList<Box>();
    int at = skipBytes;
    // Up to seven stray bytes at the end of a container are common and harmless.
    while (payload.limit() - at >= HEADER_BYTES) {
      Box child = at(payload, at, position + HEADER_BYTES + at);
      children.add(child);
      if (children.size() > MAX_CHILDREN) {
        throw malformed("over " + MAX_CHILDREN + " boxes inside");
      }
      at += child.whole.limit();
    }
    return children;
  }

  /** The first child of that type. */
  Box child(int childType) throws MalformedMp4Exception {
    for (Box child : children()) {
      if (child.type == childType) {
        return child;
      }
    }
    throw malformed("no '" + BoxType.name(childType) + "' inside");
  }

  MalformedMp4Exception malformed(String what) {
    return new MalformedMp4Exception("'" + BoxType.name(type) + "': " + what, position);
  }

  private static Box at(ByteBuffer bytes, int offset, long position) throws MalformedMp4Exception {
    long size = Integer.toUnsignedLong(bytes.getInt(offset));
    int type = bytes.getInt(offset + 4);
    if (size < HEADER_BYTES || size > bytes.limit() - offset) {
      throw new MalformedMp4Exception(
          "'" + BoxType.name(type) + "': size " + size + " does not fit", position);
    }
    return new Box(type, bytes.slice(offset, (int) size), position);
  }
}
