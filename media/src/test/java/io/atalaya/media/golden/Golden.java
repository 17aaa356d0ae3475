package io.atalaya.media.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that say what is right. {@code -Dgolden.update=true} writes down what is so now; the diff
 * is to be read before it is committed.
 */
final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/io/atalaya/media/golden");
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  private Golden() {}

  static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(name));
  }

  static void assertText(String name, String actual) throws IOException {
    if (UPDATE) {
      Files.writeString(FOLDER.resolve(name), actual);
    }
    assertEquals(new String(bytes(name), UTF_8), actual, name);
  }

  static void assertBytes(String name, byte[] actual) throws IOException {
    if (UPDATE) {
      Files.write(FOLDER.resolve(name), actual);
    }
    assertArrayEquals(bytes(name), actual, name);
  }
}
