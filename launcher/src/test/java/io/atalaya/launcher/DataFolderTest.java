package io.atalaya.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
  @TempDir Path temporary;

  @Test
  void a_new_folder_is_made_and_opened_again_later() throws Exception {
    Path folder = temporary.resolve("deep/data");
    DataFolder.open(folder).close();
    DataFolder.open(folder).close();
    assertEquals("1", Files.readString(folder.resolve("version")).strip());
  }

  @Test
  void refuses_the_folder_of_another_version_and_leaves_it_alone() throws Exception {
    Files.writeString(temporary.resolve("version"), "7\n");
    var refused = assertThrows(LaunchRefused.class, () -> DataFolder.open(temporary));
    assertTrue(refused.getMessage().contains("is of version 7"), refused.getMessage());
    try (var files = Files.list(temporary)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void refuses_a_folder_full_of_somebody_elses_files() throws Exception {
    Files.writeString(temporary.resolve("thesis.txt"), "…");
    assertThrows(LaunchRefused.class, () -> DataFolder.open(temporary));
    assertFalse(Files.exists(temporary.resolve("version")));
  }

  @Test
  void refuses_a_file() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "");
    assertThrows(LaunchRefused.class, () -> DataFolder.open(file));
  }

  @Test
  void refuses_a_folder_that_another_process_has_open() throws Exception {
    Path folder = temporary.resolve("data");
    DataFolder.open(folder).close();
    Process other = lockFromAnotherProcess(folder);
    try {
      var refused = assertThrows(LaunchRefused.class, () -> DataFolder.open(folder));
      assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
    } finally {
      other.destroyForcibly();
      assertTrue(other.waitFor(60, TimeUnit.SECONDS));
    }
    DataFolder.open(folder).close();
  }

  private static Process lockFromAnotherProcess(Path folder) throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Opener.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    assertEquals("open", other.inputReader().readLine());
    return other;
  }

  /** Opens a data folder and holds it. */
  static final class Opener {
    private Opener() {}

    public static void main(String[] arguments) throws Exception {
      try (var _ = DataFolder.open(Path.of(arguments[0]))) {
        System.out.println("open");
        System.in.read();
      }
    }
  }

  @Test
  void keeps_the_log_of_the_run_before() throws Exception {
    try (var folder = DataFolder.open(temporary.resolve("data"))) {
      Files.writeString(folder.freshLog("api"), "first");
      Path log = folder.freshLog("api");
      assertFalse(Files.exists(log));
      assertEquals("first", Files.readString(log.resolveSibling("api.previous.log")));
    }
  }
}
