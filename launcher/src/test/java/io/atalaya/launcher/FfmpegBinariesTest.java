package io.atalaya.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class FfmpegBinariesTest {
  @Test
  void the_unpacked_program_runs_with_its_own_libraries() throws Exception {
    var folder = FfmpegBinaries.folder();
    var builder = new ProcessBuilder(folder.resolve("ffmpeg").toString(), "-version");
    builder.environment().put("LD_LIBRARY_PATH", folder.toString());
    Process process = builder.redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.startsWith("ffmpeg version 8.1"), said);
  }
}
