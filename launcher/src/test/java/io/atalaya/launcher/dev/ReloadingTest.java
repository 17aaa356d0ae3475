package io.atalaya.launcher.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.launcher.service.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReloadingTest {
  @TempDir Path target;

  @BeforeEach
  void packageTheApplication() throws IOException {
    write("quarkus-app", "old");
    write("quarkus-app/lib", "of the old alone");
  }

  @Test
  void starts_what_is_there_while_nothing_newer_was_built() throws Exception {
    assertEquals("old", started(new Reloading(new ReadJar(), target)));
  }

  @Test
  void starts_what_was_built_since_and_nothing_of_the_old_is_left() throws Exception {
    var reloading = new Reloading(new ReadJar(), target);
    write("dev-built", "new");
    assertEquals("new", started(reloading));
    assertFalse(Files.exists(target.resolve("dev-built")));
    assertFalse(Files.exists(target.resolve("quarkus-app/lib")));
    assertEquals("new", started(reloading));
  }

  @Test
  void half_a_build_is_not_started() throws Exception {
    var reloading = new Reloading(new ReadJar(), target);
    write("dev-build", "half");
    assertEquals("old", started(reloading));
  }

  @Test
  void what_an_earlier_launcher_built_and_never_started_is_thrown_away() throws Exception {
    write("dev-built", "older than the old");
    assertEquals("old", started(new Reloading(new ReadJar(), target)));
  }

  private void write(String folder, String content) throws IOException {
    Files.createDirectories(target.resolve(folder));
    Files.writeString(target.resolve(folder).resolve("quarkus-run.jar"), content);
  }

  private static String started(Reloading reloading) {
    return assertThrows(IOException.class, reloading::start).getMessage();
  }

  /** Fails with what it would have run. */
  private final class ReadJar implements Service {
    @Override
    public String name() {
      return "application";
    }

    @Override
    public Running start() throws IOException {
      throw new IOException(Files.readString(target.resolve("quarkus-app/quarkus-run.jar")));
    }
  }
}
