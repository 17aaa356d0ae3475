package io.atalaya.gateway.engine.inprocess;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** TLS, with a certificate that nobody else has signed, in front of a camera without. */
final class TlsCamera implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final SSLServerSocket server;
  private final int behind;
  private final List<String> names = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /**
   * Listens.
   *
   * @param protocol the only one it speaks: {@code TLSv1.3}
   * @param behind port of the camera
   */
  TlsCamera(Path folder, String protocol, int behind)
      throws IOException, GeneralSecurityException, InterruptedException {
    this.behind = behind;
    server =
        (SSLServerSocket)
            context(folder)
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    server.setEnabledProtocols(new String[] {protocol});
    Thread.ofVirtual().start(this::serve);
  }

  private static SSLContext context(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path file = folder.resolve("camera.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=camera",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(Files.readString(folder.resolve("keytool.log")));
    }
    var keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Of hosts that callers asked for. */
  List<String> names() {
    return List.copyOf(names);
  }

  private void serve() {
    try {
      while (true) {
        var outside = (SSLSocket) server.accept();
        sockets.add(outside);
        Thread.ofVirtual().start(() -> connect(outside));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void connect(SSLSocket outside) {
    try (outside;
        var inside = new Socket(InetAddress.getLoopbackAddress(), behind)) {
      outside.startHandshake();
      ((ExtendedSSLSession) outside.getSession())
          .getRequestedServerNames()
          .forEach(name ->
              names.add(new String(name.getEncoded(), java.nio.charset.StandardCharsets.US_ASCII)));
      sockets.add(inside);
      Thread.ofVirtual().start(() -> pump(outside, inside));
      pump(inside, outside);
    } catch (IOException _) {
      // one of them left
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      long _ = from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // one of them left
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
