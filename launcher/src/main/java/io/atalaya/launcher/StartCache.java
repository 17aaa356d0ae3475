package io.atalaya.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM learned in one run of an application, so that the next starts in about half the time
 * (AOT cache, JEP 483, 514 and 515).
 *
 * <p>It belongs to one build: it lies beside the jars, all data folders share it, and one that is
 * older than the jar is not used. The JVM writes it when it ends cleanly, which takes some seconds
 * once. Two launchers that learn at the same time do not meet: each writes a file of its own, and
 * renames it.
 */
final class StartCache implements AutoCloseable {
  /** For programs that are built again and again while they run. */
  static final StartCache NONE = new StartCache(null, null);

  private static final Duration STOP_DEADLINE = Duration.ofSeconds(5);
  private static final Duration LEARNING_STOP_DEADLINE = Duration.ofSeconds(60);

  private final @Nullable Path cache;
  private final @Nullable Path learning;

  private StartCache(@Nullable Path cache, @Nullable Path learning) {
    this.cache = cache;
    this.learning = learning;
  }

  /** Of the application in {@code jar}; where one may not write, starts stay slow, no more. */
  static StartCache of(Path jar) throws IOException {
    Path cache = jar.resolveSibling("start.aot");
    if (Files.exists(cache) && modified(cache).compareTo(modified(jar)) > 0) {
      return new StartCache(cache, null);
    }
    if (!Files.isWritable(jar.toAbsolutePath().getParent())) {
      return NONE;
    }
    long pid = ProcessHandle.current().pid();
    return new StartCache(cache, jar.resolveSibling("start." + pid + ".learning"));
  }

  private static FileTime modified(Path file) throws IOException {
    return Files.getLastModifiedTime(file);
  }

  /** Whether the run to come writes a cache at its end. */
  boolean isLearning() {
    return learning != null;
  }

  /** How long the run may take to end; one that learns writes its cache then. */
  Duration stopDeadline() {
    return learning == null ? STOP_DEADLINE : LEARNING_STOP_DEADLINE;
  }

  /** For the JVM's command line. */
  List<String> flags() {
    if (learning != null) {
      return List.of("-XX:AOTCacheOutput=" + learning);
    }
    return cache == null ? List.of() : List.of("-XX:AOTCache=" + cache);
  }

  /** To be called when the run is over: keeps what it has learned, if it was not killed. */
  @Override
  public void close() throws IOException {
    if (cache != null && learning != null && Files.exists(learning)) {
      Files.move(learning, cache, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
