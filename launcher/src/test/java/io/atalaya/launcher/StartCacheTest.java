package io.atalaya.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real JVM and the smallest application there is. */
final class StartCacheTest {
  @TempDir Path folder;
  private Path jar;

  /** What the jar runs. */
  public static final class Application {
    public static void main(String[] arguments) {
      System.out.println("hello");
    }
  }

  @BeforeEach
  void packageApplication() throws IOException {
    jar = folder.resolve("run.jar");
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Application.class.getName());
    String file = Application.class.getName().replace('.', '/') + ".class";
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var in = Application.class.getClassLoader().getResourceAsStream(file)) {
      out.putNextEntry(new ZipEntry(file));
      in.transferTo(out);
    }
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));
  }

  @Test
  void the_second_run_uses_what_the_first_has_learned() throws Exception {
    try (var first = StartCache.of(jar)) {
      assertTrue(first.isLearning());
      run(first);
    }
    var second = StartCache.of(jar);
    assertFalse(second.isLearning());
    assertEquals(List.of("-XX:AOTCache=" + folder.resolve("start.aot")), second.flags());
    String log = run(second, "-Xlog:class+load");
    assertTrue(
        log.contains(Application.class.getName() + " source: shared objects file"),
        log.substring(Math.max(0, log.length() - 2_000)));
  }

  @Test
  void a_run_that_was_killed_leaves_nothing() throws Exception {
    try (var killed = StartCache.of(jar)) {
      assertTrue(killed.isLearning());
    }
    assertTrue(StartCache.of(jar).isLearning());
    assertEquals(List.of(jar), files());
  }

  @Test
  void a_newer_build_is_learned_again() throws Exception {
    try (var first = StartCache.of(jar)) {
      run(first);
    }
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    assertTrue(StartCache.of(jar).isLearning());
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  private String run(StartCache cache, String... more) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(cache.flags());
    command.addAll(List.of(more));
    command.addAll(List.of("-jar", jar.toString()));
    Path output = Files.createTempFile("start-cache", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      String log = Files.readString(output);
      assertEquals(0, process.exitValue(), log);
      return log;
    } finally {
      Files.delete(output);
    }
  }
}
