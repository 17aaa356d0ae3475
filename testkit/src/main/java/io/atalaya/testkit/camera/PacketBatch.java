package io.atalaya.testkit.camera;

import java.nio.ByteBuffer;

/** A growing buffer of interleaved frames (RFC 2326 section 10.12). One thread. */
final class PacketBatch {
  private static final int INITIAL_BYTES = 64 << 10;
  private static final int FRAME_HEADER_BYTES = 4;

  private ByteBuffer bytes = ByteBuffer.allocateDirect(INITIAL_BYTES);

  /** Appends the packet behind {@code '$'}, its channel and its length. */
  void addInterleaved(int channel, ByteBuffer packet) {
    int size = packet.remaining();
    if (bytes.remaining() < FRAME_HEADER_BYTES + size) {
      var larger = ByteBuffer.allocateDirect(2 * (bytes.capacity() + size));
      larger.put(bytes.flip());
      bytes = larger;
    }
    bytes.put((byte) '$').put((byte) channel).putShort((short) size).put(packet);
  }

  /** What was added since; to be read before the next {@link #addInterleaved}. */
  ByteBuffer take() {
    ByteBuffer taken = bytes.duplicate().flip();
    bytes.clear();
    return taken;
  }
}
