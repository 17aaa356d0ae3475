package io.atalaya.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The folder that holds all state, ours alone while this object is open.
 *
 * <p>Its {@code version} file says how it is laid out. A folder of another version, or one full of
 * somebody else's files, is refused rather than written to.
 */
final class DataFolder implements AutoCloseable {
  /** Raised when an older launcher could not run what this one writes. */
  static final String VERSION = "1";

  private final Path root;
  private final FileChannel lockFile;

  private DataFolder(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  static DataFolder open(Path folder) throws IOException, LaunchRefused {
    Path root = folder.toAbsolutePath().normalize();
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new LaunchRefused("--data is not a folder: " + root);
    }
    requireOurs(root);
    Files.createDirectories(root);
    FileChannel lockFile = lock(root);
    Files.writeString(root.resolve("version"), VERSION + "\n");
    for (String part : new String[] {"logs", "secrets", "postgres"}) {
      Files.createDirectories(root.resolve(part));
    }
    return new DataFolder(root, lockFile);
  }

  private static void requireOurs(Path root) throws IOException, LaunchRefused {
    Path version = root.resolve("version");
    if (Files.exists(version)) {
      String found = Files.readString(version).strip();
      if (!found.equals(VERSION)) {
        throw new LaunchRefused(
            "data folder " + root + " is of version " + found + ", this is version " + VERSION);
      }
    } else if (Files.isDirectory(root) && !isEmpty(root)) {
      throw new LaunchRefused("folder " + root + " has files, but none of ours; choose another");
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      // A start that was cut short may have left the lock and nothing else.
      return files.allMatch(file -> file.endsWith("lock"));
    }
  }

  private static FileChannel lock(Path root) throws IOException, LaunchRefused {
    var channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    // The kernel releases it when this process ends, however it ends.
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new LaunchRefused("data folder " + root + " is in use by another launcher");
    }
    return channel;
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path secret(String name) {
    return root.resolve("secrets").resolve(name);
  }

  Path runFile() {
    return root.resolve("run.json");
  }

  /** An empty log of that name; the one of the run before is kept beside it. */
  Path freshLog(String name) throws IOException {
    Path log = root.resolve("logs").resolve(name + ".log");
    if (Files.exists(log)) {
      Files.move(
          log, log.resolveSibling(name + ".previous.log"), StandardCopyOption.REPLACE_EXISTING);
    }
    return log;
  }

  @Override
  public String toString() {
    return root.toString();
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
