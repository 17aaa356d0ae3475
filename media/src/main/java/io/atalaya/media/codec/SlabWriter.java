package io.atalaya.media.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Writes the access units of one track into off-heap memory, one right behind another, each with
 * {@link AccessUnit#HEADROOM} before it: once their headers are written, what becomes a part of a
 * playlist is a piece of memory as it is, or two, and no byte is copied again.
 *
 * <p>Memory comes in slabs from the allocator. A slab goes back when the writer has left it and the
 * last access unit in it is released; so what is held beyond living access units is two slabs at
 * most. An access unit that does not fit goes on in a larger slab of its own.
 *
 * <p>Not thread-safe; what was {@linkplain #take taken} may be read and released by any thread.
 */
public final class SlabWriter implements AutoCloseable {
  /** Half a second of a usual camera. A window holds about one more than its media fills. */
  private static final int VIDEO_SLAB_BYTES = 128 << 10;

  private static final int AUDIO_SLAB_BYTES = 32 << 10;

  private final ByteBufAllocator allocator;
  private final int slabBytes;
  private @Nullable ByteBuf slab;

  /** Where in the slab the access unit's headroom is; -1 when none is begun. */
  private int start = -1;

  private SlabWriter(ByteBufAllocator allocator, int slabBytes) {
    this.allocator = allocator;
    this.slabBytes = slabBytes;
  }

  /** A writer of pictures, without memory yet. */
  public static SlabWriter ofVideo(ByteBufAllocator allocator) {
    return new SlabWriter(allocator, VIDEO_SLAB_BYTES);
  }

  /** A writer of sound, without memory yet. */
  public static SlabWriter ofAudio(ByteBufAllocator allocator) {
    return new SlabWriter(allocator, AUDIO_SLAB_BYTES);
  }

  /** Bytes of the access unit so far, without its headroom. */
  public int sizeBytes() {
    ByteBuf current = slab;
    return current == null || start < 0 ? 0 : current.writerIndex() - start - AccessUnit.HEADROOM;
  }

  /**
   * The slab, with room for so many bytes at its writer index, where they belong to the access
   * unit; begins one if there is none. To be used at once: the next call may bring another.
   */
  public ByteBuf room(int bytes) {
    int needed = bytes + (start < 0 ? AccessUnit.HEADROOM : 0);
    ByteBuf current = slab;
    if (current == null || current.writableBytes() < needed) {
      current = moved(needed);
    }
    if (start < 0) {
      start = current.writerIndex();
      current.writerIndex(start + AccessUnit.HEADROOM);
    }
    return current;
  }

  /** Index in the {@linkplain #room slab} of a byte of the access unit. */
  public int indexOf(int offset) {
    return start + AccessUnit.HEADROOM + offset;
  }

  /** Shortens the access unit. */
  public void truncate(int sizeBytes) {
    if (slab != null && start >= 0) {
      slab.writerIndex(indexOf(sizeBytes));
    }
  }

  /**
   * Hands over the access unit with a reference: its reader index is behind the headroom. It is a
   * duplicate of the slab, so that indexes tell what lies behind what.
   */
  public ByteBuf take() {
    ByteBuf current = room(0);
    ByteBuf unit =
        current.retainedDuplicate().setIndex(start + AccessUnit.HEADROOM, current.writerIndex());
    start = -1;
    return unit;
  }

  /** Forgets the access unit. */
  public void clear() {
    if (slab != null && start >= 0) {
      slab.writerIndex(start);
      start = -1;
    }
  }

  @Override
  public void close() {
    clear();
    if (slab != null) {
      slab.release();
      slab = null;
    }
  }

  /** Into a fresh slab, with what is begun. */
  private ByteBuf moved(int more) {
    ByteBuf old = slab;
    int begun = old == null || start < 0 ? 0 : old.writerIndex() - start;
    int capacity = slabBytes;
    while (capacity < 2 * begun + more) {
      capacity *= 2;
    }
    ByteBuf fresh = allocator.directBuffer(capacity, capacity);
    if (old != null) {
      fresh.writeBytes(old, Math.max(0, start), begun);
      old.release();
    }
    start = begun > 0 ? 0 : -1;
    slab = fresh;
    return fresh;
  }
}
