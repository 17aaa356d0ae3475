package io.atalaya.launcher.dev;

import io.atalaya.launcher.files.Folders;
import io.atalaya.launcher.process.Tether;
import io.atalaya.launcher.service.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Builds one application beside the one that runs: a JVM whose jars are replaced under it finds no
 * more classes. What was built is taken up by {@link Reloading}.
 *
 * <p>Only main sources are compiled, of the named modules alone; Maven compiles what has changed.
 *
 * @param modules what the application is made of, itself last
 * @param log of the latest build
 */
record MavenBuild(Path root, List<String> modules, Path log) {
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  /** In the application's {@code target}; half a build may be in it. */
  private static final String OUTPUT = "dev-build";

  MavenBuild {
    modules = List.copyOf(modules);
  }

  String application() {
    return modules.getLast();
  }

  /**
   * Returns when it is over.
   *
   * @return nothing if it succeeded, else what is wrong, in one line
   */
  Optional<String> run() throws IOException, InterruptedException {
    Path target = root.resolve(application()).resolve("target");
    Folders.delete(target.resolve(OUTPUT));
    Files.deleteIfExists(log);
    if (!succeeds()) {
      return Optional.of(BuildLog.complaint(Files.readAllLines(log), root));
    }
    Path built = Reloading.built(target);
    Folders.delete(built);
    Files.move(target.resolve(OUTPUT), built, StandardCopyOption.ATOMIC_MOVE);
    return Optional.empty();
  }

  private boolean succeeds() throws IOException, InterruptedException {
    // Maven lives for seconds: the optimizing compiler would cost more than it gains.
    var environment =
        Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "MAVEN_OPTS",
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    Process maven = new Program(command(), root, environment, Tether.DeathSignal.KILL).start(log);
    try {
      return maven.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS) && maven.exitValue() == 0;
    } finally {
      maven.destroyForcibly();
    }
  }

  private List<String> command() {
    return List.of(
        "mvn",
        "--batch-mode",
        "--no-transfer-progress",
        "-Dstyle.color=never",
        // The UIs are Vite's here.
        "-Dui.skip=true",
        "-Dquarkus.package.output-directory=" + OUTPUT,
        "-pl",
        String.join(",", modules),
        "compile",
        "io.quarkus:quarkus-maven-plugin:build");
  }
}
