package io.atalaya.e2e.traces;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OpenTelemetry collector that keeps what it gets: OTLP over HTTP, protobuf. */
final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final List<byte[]> received = new CopyOnWriteArrayList<>();

  Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      received.add(exchange.getRequestBody().readAllBytes());
      exchange.sendResponseHeaders(200, -1);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
  }

  List<Span> spans() {
    return received.stream().flatMap(body -> Span.read(body).stream()).toList();
  }

  /** Every byte, where one can look for what must not be there. */
  String text() {
    var text = new StringBuilder();
    received.forEach(body -> text.append(new String(body, StandardCharsets.ISO_8859_1)));
    return text.toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
