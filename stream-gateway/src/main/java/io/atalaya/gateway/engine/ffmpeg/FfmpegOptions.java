package io.atalaya.gateway.engine.ffmpeg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the child is run.
 *
 * @param executable a path, or a name looked up on {@code PATH}
 * @param libraryPath folder of its shared libraries, where they are not the system's
 * @param startup how long until the first chunk
 * @param stall how long between two chunks
 */
public record FfmpegOptions(
    String executable, Optional<Path> libraryPath, Duration startup, Duration stall) {
  private static final Duration USUAL_DEADLINE = Duration.ofSeconds(10);

  /** With the usual deadlines. A camera whose key frames are 10 s apart still starts in time. */
  public static FfmpegOptions of(String executable, Optional<Path> libraryPath) {
    return new FfmpegOptions(
        executable, libraryPath, USUAL_DEADLINE.multipliedBy(2), USUAL_DEADLINE);
  }

  /** Whether there is a program to run. */
  public boolean isInstalled() {
    if (executable.contains("/")) {
      return Files.isExecutable(Path.of(executable));
    }
    String path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(Pattern.quote(":"), -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, executable)));
  }
}
