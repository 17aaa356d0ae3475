package io.atalaya.api.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate and its key, made by the JDK's own tool. */
record Certificate(Path file) {
  static final String PASSWORD = "only-for-a-test";
  static final String ALIAS = "it";

  /** One that signs itself, good for {@code host} and for signing others. */
  static Certificate selfSigned(Path folder, String host) throws IOException, InterruptedException {
    var made = new Certificate(folder.resolve(host + ".p12"));
    made.tool(
        List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + host, "-ext", "bc:c"),
        List.of("-ext", "san=dns:" + host));
    return made;
  }

  /**
   * Another one, signed by this.
   *
   * @param begin as {@code keytool -startdate} takes it: {@code -10d}
   */
  Certificate signs(Path folder, String host, String begin, int days)
      throws IOException, InterruptedException {
    Certificate made = selfSigned(folder, host);
    String request = folder.resolve(host + ".csr").toString();
    String signed = folder.resolve(host + ".crt").toString();
    String mine = folder.resolve("signer.crt").toString();
    made.tool(List.of("-certreq", "-file", request), List.of());
    tool(
        List.of("-gencert", "-infile", request, "-outfile", signed, "-ext", "san=dns:" + host),
        List.of("-startdate", begin, "-validity", Integer.toString(days)));
    tool(List.of("-exportcert", "-file", mine), List.of());
    made.tool("signer", List.of("-importcert", "-noprompt", "-file", mine));
    made.tool(List.of("-importcert", "-file", signed), List.of());
    return made;
  }

  /** What its owner serves TLS with. */
  SSLContext serverSide() throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private void tool(List<String> act, List<String> more) throws IOException, InterruptedException {
    var arguments = new ArrayList<>(act);
    arguments.addAll(more);
    tool(ALIAS, arguments);
  }

  private void tool(String alias, List<String> arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(List.of("-alias", alias, "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
    Path log = Path.of(file + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(Files.readString(log));
    }
  }
}
