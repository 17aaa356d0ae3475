package io.atalaya.launcher.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/**
 * Programs that travel in jars, unpacked once per user into a cache that all data folders share:
 * {@code ~/.cache/atalaya}, or the system property {@code atalaya.cache}.
 *
 * <p>Safe against other processes doing the same at the same time: each unpacks beside the target
 * and renames; the first wins, and nobody ever sees half a folder.
 */
public final class UnpackedOnce {
  private UnpackedOnce() {}

  /** Fills an empty folder. */
  @FunctionalInterface
  public interface Unpacker {
    void unpack(Path into) throws IOException;
  }

  /** The cached folder of that name, which carries a version; filled now if there is none. */
  public static Path folder(String name, Unpacker unpacker) throws IOException {
    return folder(cache().resolve(name), unpacker);
  }

  static Path folder(Path target, Unpacker unpacker) throws IOException {
    if (Files.isDirectory(target)) {
      return target;
    }
    Path parent = Files.createDirectories(target.toAbsolutePath().getParent());
    Path unfinished = Files.createTempDirectory(parent, "unpacking-");
    try {
      unpacker.unpack(unfinished);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(unfinished);
      // If another process finished first, its copy is as good as ours.
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
    return target;
  }

  private static Path cache() {
    String configured = System.getProperty("atalaya.cache");
    return configured != null
        ? Path.of(configured)
        : Path.of(System.getProperty("user.home"), ".cache", "atalaya");
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
