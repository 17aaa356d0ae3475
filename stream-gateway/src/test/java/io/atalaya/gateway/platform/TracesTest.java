package io.atalaya.gateway.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.ApiStub;
import io.atalaya.gateway.GatewayClient;
import io.atalaya.gateway.GatewayResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What there is of traces as long as nobody wants them; TracesIT has the rest. */
@QuarkusTest
@WithTestResource(GatewayResource.class)
class TracesTest {
  ApiStub api;
  @TestHTTPResource URI gatewayUrl;
  @Inject Traces traces;

  @Test
  @DisplayName("off, no thread exports and no call names a trace")
  void off() throws Exception {
    var gateway = new GatewayClient(gatewayUrl, api);
    gateway.send(
        gateway
            .request("/live/no-token/index.m3u8")
            .header("traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01")
            .GET());
    List<String> exporting =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.contains("BatchSpanProcessor"))
            .toList();
    assertEquals(List.of(), exporting);
    HttpRequest.Builder request = HttpRequest.newBuilder(gatewayUrl);
    try (var _ = LogFields.ofTrace("0123456789abcdef0123456789abcdef", "0123456789abcdef");
        Traces.Call call = traces.call("call", request)) {
      call.answered(200);
    }
    assertTrue(request.build().headers().map().isEmpty());
  }
}
