package io.atalaya.gateway.platform;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What cameras no longer need is the system's again. */
class MediaMemoryTest {
  private static final int CHUNK = 4 << 20;
  private static final int CHUNKS = 64;

  @Test
  @EnabledOnOs(OS.LINUX)
  void what_is_free_again_goes_back_to_the_system_though_its_neighbours_are_in_use()
      throws Exception {
    // From what was freed the C library learns how it gets the next, and each thread has its own.
    List<ByteBuf> first = taken();
    first.forEach(ByteBuf::release);
    var second = new ArrayList<ByteBuf>();
    Thread other = Thread.ofPlatform().start(() -> second.addAll(taken()));
    other.join();
    long full = residentBytes();
    for (int i = 0; i < CHUNKS; i++) {
      if (i % 8 != 7) {
        second.get(i).release();
      }
    }
    long after = residentBytes();
    for (int i = 7; i < CHUNKS; i += 8) {
      second.get(i).release();
    }
    long freed = (CHUNKS - CHUNKS / 8) * (long) CHUNK;
    assertTrue(full - after > freed / 2, "%d of %d given back".formatted(full - after, freed));
  }

  private static List<ByteBuf> taken() {
    var taken = new ArrayList<ByteBuf>();
    for (int i = 0; i < CHUNKS; i++) {
      taken.add(MediaMemory.POOL.directBuffer(CHUNK).writeZero(CHUNK));
    }
    return taken;
  }

  private static long residentBytes() throws IOException {
    String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
    return Long.parseLong(pages[1]) * 4_096;
  }
}
