package io.atalaya.gateway.engine.inprocess;

import io.atalaya.testkit.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** TLS, with a certificate that nobody else has signed, in front of a camera without. */
final class TlsCamera implements AutoCloseable {
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
            SelfSigned.in(folder)
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    server.setEnabledProtocols(new String[] {protocol});
    Thread.ofVirtual().start(this::serve);
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
