package io.atalaya.gateway.platform;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;

/**
 * The memory media is in. Not Netty's default pool, whose chunks are 64 KiB in a Quarkus program: a
 * part of a playlist is larger, and would be taken from the system, and zeroed, each time.
 *
 * <p>Thread-safe. It is taken from the system in chunks of 4 MiB, and a chunk of which nothing is
 * in use any more is given back.
 */
public final class MediaMemory {
  private static final int ARENAS = 2;
  private static final int PAGE_BYTES = 8 << 10;
  private static final int CHUNK_ORDER = 9;

  static {
    Malloc.mapFrom(PAGE_BYTES << CHUNK_ORDER);
  }

  /** Off-heap, without caches of threads: media is taken in slabs, a few in a second. */
  public static final PooledByteBufAllocator POOL =
      new PooledByteBufAllocator(true, 0, ARENAS, PAGE_BYTES, CHUNK_ORDER, 0, 0, false, 0);

  /** What a camera of 2 Mbit/s takes: its window, and the rest of the slabs that it is in. */
  public static final long USUAL_CAMERA_BYTES = 6L << 20;

  private MediaMemory() {}

  /** What is in use. */
  public static long usedBytes() {
    return POOL.pinnedDirectMemory();
  }

  /** The most there may be, {@code -XX:MaxDirectMemorySize}; without that as much as heap. */
  public static long limitBytes() {
    return PlatformDependent.maxDirectMemory();
  }

  /** For how many cameras of 2 Mbit/s that many bytes are enough. */
  static long cameras(long limitBytes) {
    return limitBytes / USUAL_CAMERA_BYTES;
  }
}
