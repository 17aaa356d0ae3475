package io.atalaya.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;

/** An allocator that tells to the byte what has not come back. */
public final class DirectMemory {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, false);

  public ByteBufAllocator allocator() {
    return allocator;
  }

  public long usedBytes() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  public void assertAllReleased() {
    assertEquals(0, usedBytes(), "bytes that never came back");
  }

  /** The readable bytes; the buffer is released. */
  public static byte[] take(ByteBuf buffer) {
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.readBytes(bytes);
    buffer.release();
    return bytes;
  }
}
