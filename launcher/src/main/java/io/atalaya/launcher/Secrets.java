package io.atalaya.launcher;

import io.atalaya.launcher.files.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * The secrets of one data folder, made at its first start.
 *
 * @param masterKey base64 of 32 bytes: seals what the database keeps secret
 * @param gatewaySecret signs the gateway's calls to the api
 * @param adminPassword of the first platform user
 * @param firstStart whether they were made just now
 */
record Secrets(String masterKey, String gatewaySecret, String adminPassword, boolean firstStart) {
  private static final int KEY_BYTES = 32;

  static Secrets of(DataFolder folder) throws IOException {
    Path adminPassword = folder.secret("admin.pw");
    boolean firstStart = !Files.exists(adminPassword);
    return new Secrets(
        SecretFile.readOrCreate(folder.secret("master.key"), Secrets::key),
        SecretFile.readOrCreate(folder.secret("gateway.secret"), Secrets::key),
        SecretFile.readOrCreate(adminPassword),
        firstStart);
  }

  private static String key() {
    return Base64.getEncoder().encodeToString(SecretFile.bytes(KEY_BYTES));
  }

  @Override
  public String toString() {
    return "Secrets[***]";
  }
}
