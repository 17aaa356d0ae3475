package io.atalaya.testkit.camera;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs an installed program, and fails with a clear line where it is not installed. */
final class Tool {
  private static final int DEADLINE_SECONDS = 30;

  private Tool() {}

  record Result(int exitCode, String output, String errors) {}

  static Result run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("tool", ".out");
    Path errors = Files.createTempFile("tool", ".err");
    try {
      Process process = start(command, output, errors);
      try {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
          throw new AssertionError(
              List.of(command)
                  + " did not end in "
                  + DEADLINE_SECONDS
                  + " s: "
                  + Files.readString(errors));
        }
      } finally {
        process.destroyForcibly();
      }
      return new Result(
          process.exitValue(), Files.readString(output, UTF_8), Files.readString(errors, UTF_8));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  private static Process start(String[] command, Path output, Path errors) {
    try {
      return new ProcessBuilder(command)
          .redirectOutput(output.toFile())
          .redirectError(errors.toFile())
          .start();
    } catch (IOException e) {
      throw new AssertionError(
          command[0]
              + " is not installed, and this test needs it:"
              + " apt-get install ffmpeg gstreamer1.0-tools gstreamer1.0-plugins-good"
              + " gstreamer1.0-plugins-bad gstreamer1.0-libav",
          e);
    }
  }
}
