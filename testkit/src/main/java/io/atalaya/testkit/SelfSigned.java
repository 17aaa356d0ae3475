package io.atalaya.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate that nobody but its owner has signed, as cameras have them, and its key. */
public final class SelfSigned {
  private static final String ALIAS = "camera";

  /** Of the other kind, EC, GnuTLS cannot read what Java writes: the public half is not in it. */
  private static final String KEY = "RSA";

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;
  private final KeyStore keys;

  private SelfSigned(Path folder, KeyStore keys) {
    this.folder = folder;
    this.keys = keys;
  }

  /** A new one, whose files are in this folder. */
  public static SelfSigned in(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = folder.resolve("camera.p12");
    generate(store, folder.resolve("keytool.log"));
    var keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return new SelfSigned(folder, keys);
  }

  private static void generate(Path store, Path log) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                KEY,
                "-dname",
                "CN=camera",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(Files.readString(log));
    }
  }

  /** What its owner serves TLS with. */
  public SSLContext context() throws GeneralSecurityException {
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /** A file with both, for what is not written in Java. */
  public Path pem() throws IOException, GeneralSecurityException {
    return Files.writeString(
        folder.resolve("camera.pem"),
        pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded())
            + pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD).getEncoded()));
  }

  private static String pem(String kind, byte[] bytes) {
    String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, lines, kind);
  }
}
