package io.atalaya.launcher.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourcesTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

  @TempDir Path root;
  private Sources sources;

  @BeforeEach
  void writeTwoModules() throws IOException {
    write("contract/src/main/java/Id.java");
    write("api/pom.xml");
    write("api/src/main/java/a/A.java");
    write("other/src/main/java/Other.java");
    sources = new Sources(root, List.of("contract", "api"));
  }

  @Test
  void holds_the_main_sources_and_the_pom_of_its_modules() throws IOException {
    write("api/src/test/java/ATest.java");
    write("api/target/classes/A.class");
    assertEquals(
        List.of(
            Path.of("api/pom.xml"),
            Path.of("api/src/main/java/a/A.java"),
            Path.of("contract/src/main/java/Id.java")),
        sources.snapshot().keySet().stream().map(root::relativize).sorted().toList());
  }

  @Test
  void is_the_same_until_something_changes() throws IOException {
    assertEquals(sources.snapshot(), sources.snapshot());
  }

  @Test
  void a_changed_file_is_another_snapshot_even_when_it_is_older() throws IOException {
    var before = sources.snapshot();
    Files.setLastModifiedTime(root.resolve("api/src/main/java/a/A.java"), LONG_AGO);
    assertNotEquals(before, sources.snapshot());
  }

  @Test
  void a_new_file_and_one_that_is_gone_are_another_snapshot() throws IOException {
    var before = sources.snapshot();
    write("api/src/main/java/a/B.java");
    assertNotEquals(before, sources.snapshot());
    Files.delete(root.resolve("api/src/main/java/a/B.java"));
    assertEquals(before, sources.snapshot());
    Files.delete(root.resolve("api/src/main/java/a/A.java"));
    assertNotEquals(before, sources.snapshot());
  }

  @Test
  void another_module_and_files_of_an_editor_do_not_matter() throws IOException {
    var before = sources.snapshot();
    write("other/src/main/java/More.java");
    write("api/src/main/java/a/.A.java.swp");
    write("api/src/main/java/a/#A.java#");
    write("api/src/main/java/a/A.java~");
    assertEquals(before, sources.snapshot());
  }

  private void write(String file) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), "");
  }
}
