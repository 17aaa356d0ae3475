package io.atalaya.launcher.dev;

import io.atalaya.launcher.service.Keeper;
import io.atalaya.launcher.service.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps one application running and the same as its sources: when they have changed it is built
 * again, and restarted on what was built. While they do not build, the old one goes on.
 */
public final class SourceWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);

  /** Held while Maven runs: two builds of the same tree would trip over each other. */
  private static final Object BUILDING = new Object();

  private final Sources sources;
  private final MavenBuild build;
  private final Keeper application;
  private final Path jar;
  private final Consumer<String> log;
  private final Thread thread;

  private SourceWatch(Sources sources, MavenBuild build, Keeper application, Consumer<String> log) {
    this.sources = sources;
    this.build = build;
    this.application = application;
    this.jar = target(sources.root(), sources.modules()).resolve("quarkus-app/quarkus-run.jar");
    this.log = log;
    this.thread =
        Thread.ofPlatform().daemon().name("watch-" + build.application()).unstarted(this::watch);
  }

  /** The application as one that a watch can replace; to be kept by the keeper it is given. */
  public static Service replaceable(Path root, List<String> modules, Service application)
      throws IOException {
    return new Reloading(application, target(root, modules));
  }

  /**
   * Watches from now on. What was changed since the application was built counts, too.
   *
   * @param modules what the application is made of, itself last
   * @param application a {@link #replaceable} one
   */
  public static SourceWatch begin(
      Path root, List<String> modules, Keeper application, Path buildLog, Consumer<String> log) {
    var build = new MavenBuild(root, modules, buildLog);
    var watch = new SourceWatch(new Sources(root, modules), build, application, log);
    watch.thread.start();
    return watch;
  }

  private static Path target(Path root, List<String> modules) {
    return root.resolve(modules.getLast()).resolve("target");
  }

  private void watch() {
    try {
      Map<Path, FileTime> built = olderThan(Files.getLastModifiedTime(jar));
      Map<Path, FileTime> before = built;
      while (true) {
        Map<Path, FileTime> now = sources.snapshot();
        // Twice the same: whoever writes many files has come to an end.
        if (!now.equals(built) && now.equals(before)) {
          rebuild();
          built = now;
        }
        before = now;
        Thread.sleep(POLL);
      }
    } catch (InterruptedException _) {
      // Closed.
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        return; // Closed while reading a file.
      }
      log.accept("the sources of " + build.application() + " are no longer watched: " + e);
    }
  }

  /** The sources as far as they can be in what runs. */
  private Map<Path, FileTime> olderThan(FileTime jarTime) throws IOException {
    Map<Path, FileTime> files = sources.snapshot();
    files.values().removeIf(changed -> changed.compareTo(jarTime) > 0);
    return files;
  }

  private void rebuild() throws IOException, InterruptedException {
    String name = build.application();
    synchronized (BUILDING) {
      log.accept("building " + name);
      Optional<String> complaint = build.run();
      if (complaint.isPresent()) {
        log.accept(
            name
                + " does not build, the old one goes on: "
                + complaint.get()
                + " (more in "
                + build.log()
                + ")");
      } else {
        log.accept(name + " is built: restarting it");
        application.restart();
      }
    }
  }

  @Override
  public String toString() {
    return "the watch over " + build.application();
  }

  /** Ends the watch, and the build it may be in. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      if (!thread.join(STOP_DEADLINE)) {
        log.accept(this + " did not end in " + STOP_DEADLINE.toSeconds() + " s");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
