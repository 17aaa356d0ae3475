package io.atalaya.launcher.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs, unpacked once per user into a cache that all data folders share.
 *
 * <p>Safe against other processes doing the same at the same time: each unpacks beside the target
 * and renames, the first wins.
 */
final class PostgresBinaries {
  /** The version of the jar that carries them; part of the cache's name. */
  static final String VERSION = "18.6.0";

  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final int EXECUTABLE_BITS = 0b001_001_001;

  private PostgresBinaries() {}

  /** The folder that holds {@code initdb} and {@code postgres}; unpacks them if needed. */
  static Path folder() throws IOException {
    return unpackedInto(cache().resolve("postgres-" + VERSION)).resolve("bin");
  }

  private static Path cache() {
    String configured = System.getProperty("atalaya.cache");
    return configured != null
        ? Path.of(configured)
        : Path.of(System.getProperty("user.home"), ".cache", "atalaya");
  }

  static Path unpackedInto(Path target) throws IOException {
    if (Files.isDirectory(target)) {
      return target;
    }
    Path parent = Files.createDirectories(target.toAbsolutePath().getParent());
    Path unfinished = Files.createTempDirectory(parent, "unpacking-");
    try {
      unpack(unfinished);
      unfinished.toFile().setExecutable(true, false);
      unfinished.toFile().setReadable(true, false);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Another process finished first; its copy is as good as ours.
      delete(unfinished);
    } catch (IOException e) {
      delete(unfinished);
      throw e;
    }
    return target;
  }

  private static void unpack(Path into) throws IOException {
    try (InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
      if (archive == null) {
        throw new IOException(ARCHIVE + " is not on the class path");
      }
      var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)));
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, into);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
      throws IOException {
    Path file = into.resolve(entry.getName()).normalize();
    if (!file.startsWith(into)) {
      throw new IOException("archive entry leaves its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    if ((entry.getMode() & EXECUTABLE_BITS) != 0 && !file.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make executable: " + file);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
