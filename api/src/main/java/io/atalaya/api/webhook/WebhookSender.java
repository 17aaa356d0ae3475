package io.atalaya.api.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One POST to one address. The name is only what the receiver is called: in the {@code Host}
 * header, and in TLS, where its certificate must be good for it. Nothing is followed, nothing is
 * kept open, and of the answer no more is read than is shown. Blocks its caller, any thread.
 */
@Singleton
final class WebhookSender {
  /** From connecting to the end of the answer. */
  static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final int CONNECT_MILLIS = 5_000;

  /** Of a failure's causes that are looked at. */
  private static final int MAX_CAUSES = 10;

  /** Of the answer's body, shown to those who look for what is wrong. */
  private static final int MAX_RESPONSE_BYTES = 500;

  /** Receivers may share a host; ours are bounded by the deliverer. */
  private static final int MAX_CONNECTIONS = 1_000;

  private final HttpClient http;
  private final InstantSource clock;

  @Inject
  WebhookSender(Vertx vertx, InstantSource clock) {
    this(vertx, clock, new HttpClientOptions());
  }

  /** With {@code options} that say which certificates are trusted, if not those of the JVM. */
  WebhookSender(Vertx vertx, InstantSource clock, HttpClientOptions options) {
    this.http =
        vertx.createHttpClient(
            options
                .setConnectTimeout(CONNECT_MILLIS)
                .setKeepAlive(false)
                .setMaxPoolSize(MAX_CONNECTIONS)
                .setMaxRedirects(0));
    this.clock = clock;
  }

  /** Sends it, to this address and to no other. */
  Attempt send(WebhookUrl url, InetAddress address, Map<String, String> headers, String body) {
    long start = clock.millis();
    var done = new CompletableFuture<Attempt>();
    var under = new AtomicReference<@Nullable HttpClientRequest>();
    http.request(options(url, address))
        .onFailure(failure -> done.complete(unanswered(failure, start)))
        .onSuccess(request -> {
          under.set(request);
          headers.forEach(request::putHeader);
          request
              .send(Buffer.buffer(body))
              .onFailure(failure -> done.complete(unanswered(failure, start)))
              .onSuccess(response -> read(response, done, start));
        });
    try {
      return done.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return Attempt.unanswered("no answer within " + DEADLINE.toSeconds() + " s", took(start));
    } catch (ExecutionException e) {
      throw new IllegalStateException("an attempt must not fail", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Attempt.unanswered("interrupted", took(start));
    } finally {
      HttpClientRequest request = under.get();
      if (request != null) {
        request.reset();
      }
    }
  }

  private static RequestOptions options(WebhookUrl url, InetAddress address) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
        .setHost(url.host())
        .setPort(url.port())
        .setSsl(url.tls())
        .setURI(url.target())
        .setFollowRedirects(false)
        .setTimeout(DEADLINE.toMillis());
  }

  /** On an event loop. */
  private void read(HttpClientResponse response, CompletableFuture<Attempt> done, long start) {
    var begun = Buffer.buffer();
    Runnable finish =
        () -> done.complete(Attempt.answered(response.statusCode(), shown(begun), took(start)));
    response.handler(bytes -> {
      int room = MAX_RESPONSE_BYTES - begun.length();
      begun.appendBuffer(bytes.slice(0, Math.min(room, bytes.length())));
      if (begun.length() == MAX_RESPONSE_BYTES) {
        finish.run(); // Whoever waits resets the connection: the rest is never read.
      }
    });
    // The status has come: what breaks after it changes nothing.
    response.exceptionHandler(_ -> finish.run());
    response.endHandler(_ -> finish.run());
  }

  private static String shown(Buffer bytes) {
    return bytes
        .toString(StandardCharsets.UTF_8)
        .codePoints()
        .map(point -> Character.isISOControl(point) ? ' ' : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private Attempt unanswered(Throwable failure, long start) {
    return Attempt.unanswered(words(failure), took(start));
  }

  /** What a person can do something about; never a class or an address of ours. */
  private static String words(Throwable failure) {
    return switch (failure) {
      case java.net.ConnectException _ -> "cannot connect";
      case SSLException _ -> tls(failure);
      case java.util.concurrent.TimeoutException _ -> "no answer in time";
      default -> "the connection broke";
    };
  }

  /** Says of a certificate what is wrong with it: the causes tell, in words for nobody. */
  private static String tls(Throwable failure) {
    List<Throwable> causes =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MAX_CAUSES).toList();
    if (has(causes, CertificateExpiredException.class)
        || has(causes, CertificateNotYetValidException.class)) {
      return "TLS failed: the certificate has run out, or is not valid yet";
    }
    if (has(causes, CertPathBuilderException.class)
        || has(causes, CertPathValidatorException.class)) {
      return "TLS failed: the certificate is signed by nobody who is trusted";
    }
    return has(causes, CertificateException.class)
        ? "TLS failed: the certificate is for another host"
        : "TLS failed: is this a TLS server, with a certificate good for this host?";
  }

  private static boolean has(List<Throwable> causes, Class<? extends Exception> kind) {
    return causes.stream().anyMatch(kind::isInstance);
  }

  private int took(long start) {
    return Math.toIntExact(Math.max(0, clock.millis() - start));
  }
}
