package io.atalaya.launcher.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** A secret that is made at random once and kept in a file only its owner can read. */
public final class SecretFile {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int DEFAULT_BYTES = 24;

  private SecretFile() {}

  /** The secret kept in {@code file}, 192 bits as URL-safe base64; made now if there is none. */
  public static String readOrCreate(Path file) throws IOException {
    return readOrCreate(
        file, () -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(DEFAULT_BYTES)));
  }

  /** Random bytes, fit for a key. */
  public static byte[] bytes(int count) {
    var bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** The secret kept in {@code file}; made by {@code maker} if there is none. */
  public static String readOrCreate(Path file, Supplier<String> maker) throws IOException {
    if (!Files.exists(file)) {
      write(file, maker.get());
    }
    return Files.readString(file).strip();
  }

  /** Replaces the file in one step; at no moment can anyone else read it, or half of it. */
  public static void write(Path file, String content) throws IOException {
    Path unfinished =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            ".secret-",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(unfinished, content);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
