package io.atalaya.launcher.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnpackedOnceTest {
  private static final int RACERS = 4;

  @TempDir Path cache;

  @Test
  void racing_unpackers_leave_one_whole_folder_and_nothing_else() throws Exception {
    Path target = cache.resolve("tool-1");
    var allUnpacked = new CyclicBarrier(RACERS);
    try (var racers = Executors.newVirtualThreadPerTaskExecutor()) {
      var results =
          IntStream.range(0, RACERS)
              .mapToObj(_ ->
                  racers.submit(() ->
                      UnpackedOnce.folder(
                          target,
                          into -> {
                            Files.writeString(into.resolve("tool"), "whole");
                            await(allUnpacked);
                          })))
              .toList();
      for (var result : results) {
        assertEquals("whole", Files.readString(result.get().resolve("tool")));
      }
    }
    try (var files = Files.list(cache)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void a_failed_unpacking_leaves_nothing() throws Exception {
    Path target = cache.resolve("tool-1");
    assertThrows(
        IOException.class,
        () ->
            UnpackedOnce.folder(
                target,
                into -> {
                  Files.writeString(into.resolve("half"), "");
                  throw new IOException("disk full");
                }));
    assertFalse(Files.exists(target));
    try (var files = Files.list(cache)) {
      assertEquals(0, files.count());
    }
  }

  private static void await(CyclicBarrier barrier) throws IOException {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
