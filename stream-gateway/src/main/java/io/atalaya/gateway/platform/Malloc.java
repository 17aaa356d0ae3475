package io.atalaya.gateway.platform;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** The C library's allocator, which what is outside the heap is taken from. */
final class Malloc {
  /** Of {@code malloc.h}. */
  private static final int M_MMAP_THRESHOLD = -3;

  private Malloc() {}

  /**
   * Has blocks of at least so many bytes mapped, each for itself: once freed they are the system's.
   * glibc begins at 128 KiB and raises that, up to 32 MiB, whenever it frees a larger one
   * (mallopt(3)); after that blocks lie in heaps of threads, which give back nothing from between
   * what is in use. Does nothing where there is no such setting, as in musl, whose bound is fixed
   * and lower.
   *
   * <p>For the whole process; call it before there is much to free.
   */
  @SuppressWarnings("restricted") // A function of two numbers, with the C library's signature.
  static void mapFrom(int bytes) {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> mallopt = linker.defaultLookup().find("mallopt");
    if (mallopt.isEmpty()) {
      return;
    }
    var signature = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT);
    try {
      int set =
          (int)
              linker.downcallHandle(mallopt.get(), signature).invokeExact(M_MMAP_THRESHOLD, bytes);
      if (set == 0) {
        throw new IllegalArgumentException("mallopt refuses " + bytes + " bytes");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("mallopt throws nothing", e);
    }
  }
}
