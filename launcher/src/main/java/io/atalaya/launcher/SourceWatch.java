package io.atalaya.launcher;

import io.atalaya.launcher.process.Tether;
import io.atalaya.launcher.service.Keeper;
import io.atalaya.launcher.service.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Builds an application again when its sources change, and restarts it on what was built.
 *
 * <p>Quarkus' own dev mode refuses Maven before 3.9, which is what Debian has.
 */
final class SourceWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration BUILD_DEADLINE = Duration.ofMinutes(10);

  /** Held while Maven runs: two builds of the same tree would trip over each other. */
  private static final Object BUILDING = new Object();

  private final Path root;
  private final List<String> modules;
  private final Keeper application;
  private final Path buildLog;
  private final Consumer<String> log;
  private final Thread thread;

  private SourceWatch(
      Path root, List<String> modules, Keeper application, Path buildLog, Consumer<String> log) {
    this.root = root;
    this.modules = modules;
    this.application = application;
    this.buildLog = buildLog;
    this.log = log;
    this.thread = Thread.ofPlatform().daemon().name("watch-" + module()).unstarted(this::watch);
  }

  /**
   * Watches from now on.
   *
   * @param modules what the application is made of, itself last
   */
  static SourceWatch begin(
      Path root, List<String> modules, Keeper application, Path buildLog, Consumer<String> log) {
    var watch = new SourceWatch(root, modules, application, buildLog, log);
    watch.thread.start();
    return watch;
  }

  private String module() {
    return modules.getLast();
  }

  private void watch() {
    try {
      FileTime built = newestChange();
      while (true) {
        Thread.sleep(POLL);
        FileTime newest = newestChange();
        if (newest.compareTo(built) > 0) {
          built = newest;
          rebuild();
        }
      }
    } catch (InterruptedException _) {
      // Closed.
    } catch (IOException e) {
      log.accept("sources are no longer watched: " + e);
    }
  }

  private FileTime newestChange() throws IOException {
    FileTime newest = FileTime.fromMillis(0);
    for (String module : modules) {
      try (var files = Files.walk(root.resolve(module).resolve("src/main"))) {
        for (Path file : files.toList()) {
          FileTime changed = lastModified(file);
          newest = changed.compareTo(newest) > 0 ? changed : newest;
        }
      }
    }
    return newest;
  }

  private static FileTime lastModified(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file);
    } catch (NoSuchFileException _) {
      // An editor's temporary file, gone since it was listed.
      return FileTime.fromMillis(0);
    }
  }

  private void rebuild() throws IOException, InterruptedException {
    synchronized (BUILDING) {
      log.accept("building " + module());
      if (build()) {
        application.restart();
      } else {
        log.accept(module() + " does not build, the old one goes on; see " + buildLog);
      }
    }
  }

  private boolean build() throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "mvn",
            "--batch-mode",
            "--quiet",
            "-DskipTests",
            "-Dui.skip=true",
            "package",
            "-pl",
            module(),
            "-am");
    Process maven = new Program(command, root, Map.of(), Tether.DeathSignal.TERM).start(buildLog);
    try {
      return maven.waitFor(BUILD_DEADLINE.toSeconds(), TimeUnit.SECONDS) && maven.exitValue() == 0;
    } finally {
      maven.destroy();
    }
  }

  @Override
  public String toString() {
    return "the watch over " + module();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
