package io.atalaya.launcher.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With lines as Maven 3.8, javac 25 and Quarkus 3.34 write them. */
final class BuildLogTest {
  private static final Path ROOT = Path.of("/home/me/atalaya");

  @Test
  void tells_the_first_error_of_the_compiler_with_its_place() {
    assertEquals(
        "api/src/main/java/A.java:[14,36] <identifier> expected",
        complaint(
            "[WARNING] /home/me/atalaya/api/src/main/java/B.java:[3,1] something",
            "[ERROR] COMPILATION ERROR : ",
            "[ERROR] /home/me/atalaya/api/src/main/java/A.java:[14,36] <identifier> expected",
            "[ERROR] /home/me/atalaya/api/src/main/java/A.java:[14,35] cannot find symbol",
            "[ERROR] Failed to execute goal"));
  }

  @Test
  void tells_the_warning_that_is_an_error() {
    assertEquals(
        "api/src/main/java/A.java:[9,5] found raw type: List",
        complaint(
            "[WARNING] COMPILATION WARNING : ",
            "[WARNING] /home/me/atalaya/api/src/main/java/A.java:[9,5] found raw type:" + " List",
            "[ERROR] COMPILATION ERROR : ",
            "[ERROR] /home/me/atalaya/api/src/main/java/A.java: warnings found and -Werror specified"));
  }

  @Test
  void tells_what_quarkus_cannot_put_together() {
    assertEquals(
        "Build step X threw an exception: UnsatisfiedResolutionException",
        complaint(
            "[ERROR] Failed to execute goal io.quarkus:quarkus-maven-plugin:3.34.2:build",
            "[ERROR] \t[error]: Build step X threw an exception: UnsatisfiedResolutionException"));
  }

  @Test
  void tells_anything_rather_than_nothing() {
    assertEquals(
        "Could not resolve dependencies",
        complaint("[INFO] hello", "[ERROR] Could not resolve dependencies", "[ERROR] more"));
    assertEquals("Maven did not end well", complaint("Killed"));
  }

  @Test
  void is_one_line_of_bounded_length() {
    assertEquals(301, complaint("[ERROR] " + "x".repeat(5_000)).length());
  }

  private static String complaint(String... lines) {
    return BuildLog.complaint(List.of(lines), ROOT);
  }
}
