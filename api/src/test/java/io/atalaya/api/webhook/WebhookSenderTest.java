package io.atalaya.api.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.launcher.service.FreePort;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One attempt at receivers of every kind, over real sockets and real TLS. */
final class WebhookSenderTest {
  private static final String HOST = "hooks.example.org";
  private static Vertx vertx;

  @TempDir Path folder;

  @BeforeAll
  static void event_loops() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void a_certificate_that_signs_itself_is_refused_with_the_reason() throws Exception {
    Certificate certificate = Certificate.selfSigned(folder, HOST);
    try (Receiver receiver = Receiver.tls(certificate.serverSide())) {
      Attempt attempt = send(new HttpClientOptions(), "https", HOST, receiver.port());
      assertEquals(
          "TLS failed: the certificate is signed by nobody who is trusted", attempt.error());
      assertEquals(List.of(), receiver.calls(), "nothing was said before it was known to whom");
    }
  }

  @Test
  void a_certificate_that_is_trusted_and_good_for_the_host_is_delivered_to() throws Exception {
    Certificate certificate = Certificate.selfSigned(folder, HOST);
    try (Receiver receiver = Receiver.tls(certificate.serverSide())) {
      Attempt attempt = send(trusting(certificate), "https", HOST, receiver.port());
      assertEquals(204, attempt.status(), attempt.toString());
      assertEquals(HOST + ":" + receiver.port(), receiver.calls().getFirst().header("host"));
    }
  }

  @Test
  void a_certificate_for_another_host_is_refused_with_the_reason() throws Exception {
    Certificate certificate = Certificate.selfSigned(folder, HOST);
    try (Receiver receiver = Receiver.tls(certificate.serverSide())) {
      Attempt attempt = send(trusting(certificate), "https", "other.example.org", receiver.port());
      assertEquals("TLS failed: the certificate is for another host", attempt.error());
      assertEquals(List.of(), receiver.calls());
    }
  }

  @Test
  void a_certificate_that_has_run_out_is_refused_with_the_reason() throws Exception {
    Certificate authority = Certificate.selfSigned(folder, "authority");
    Certificate certificate = authority.signs(folder, HOST, "-10d", 5);
    try (Receiver receiver = Receiver.tls(certificate.serverSide())) {
      Attempt attempt = send(trusting(authority), "https", HOST, receiver.port());
      assertEquals("TLS failed: the certificate has run out, or is not valid yet", attempt.error());
      assertEquals(List.of(), receiver.calls());
    }
  }

  @Test
  void a_server_without_tls_is_not_taken_for_one() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket first = server.accept();
                OutputStream out = first.getOutputStream()) {
              out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
              out.flush();
              first.getInputStream().readAllBytes();
            } catch (IOException closed) {
              // the other side has had enough
            }
          });
      Attempt attempt = send(new HttpClientOptions(), "https", HOST, server.getLocalPort());
      assertEquals(
          "TLS failed: is this a TLS server, with a certificate good for this host?",
          attempt.error());
    }
  }

  @Test
  void one_that_is_dead_is_told_apart_from_one_that_hangs_up() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket first = server.accept()) {
              first.setSoLinger(true, 0); // a reset, and not a word
            } catch (IOException closed) {
              // the test is over
            }
          });
      assertEquals("the connection broke", http(server.getLocalPort()).error());
    }
    assertEquals("cannot connect", http(FreePort.find()).error());
  }

  /** The deadline is one for the whole attempt: a byte now and then does not move it. */
  @Test
  void one_that_drips_is_given_up() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread drips = Thread.ofVirtual().start(() -> drip(server));
      assertEquals("no answer within 10 s", http(server.getLocalPort()).error());
      drips.join(20_000);
      assertEquals(Thread.State.TERMINATED, drips.getState(), "the connection was dropped");
    }
  }

  private static void drip(ServerSocket server) {
    try (Socket socket = server.accept();
        OutputStream out = socket.getOutputStream()) {
      out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(US_ASCII));
      while (true) {
        out.write('x');
        out.flush();
        TimeUnit.MILLISECONDS.sleep(200);
      }
    } catch (IOException dropped) {
      // what is waited for
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpClientOptions trusting(Certificate certificate) {
    return new HttpClientOptions()
        .setTrustOptions(
            new PfxOptions()
                .setPath(certificate.file().toString())
                .setPassword(Certificate.PASSWORD)
                .setAlias(Certificate.ALIAS));
  }

  private static Attempt http(int port) {
    return send(new HttpClientOptions(), "http", HOST, port);
  }

  private static Attempt send(HttpClientOptions options, String scheme, String host, int port) {
    return new WebhookSender(vertx, InstantSource.system(), options)
        .send(
            WebhookUrl.parse("%s://%s:%d/hook".formatted(scheme, host, port)),
            InetAddress.getLoopbackAddress(),
            Map.of("webhook-id", "x"),
            "{}");
  }
}
