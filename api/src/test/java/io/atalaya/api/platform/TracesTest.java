package io.atalaya.api.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ApiClient;
import io.atalaya.api.ProductDatabase;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

/** What there is of traces as long as nobody wants them; TracesIT has the rest. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class TracesTest {
  @TestHTTPResource URI base;
  @Inject Traces traces;

  @Test
  void off_no_thread_exports_and_no_call_names_a_trace() {
    ApiClient.at(base)
        .with("traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01")
        .get("/api/v1/me");
    List<String> exporting =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.contains("BatchSpanProcessor"))
            .toList();
    assertEquals(List.of(), exporting);
    HttpRequest.Builder request = HttpRequest.newBuilder(base);
    MDC.put(LogFields.TRACE, "0123456789abcdef0123456789abcdef");
    MDC.put(LogFields.SPAN, "0123456789abcdef");
    try (Traces.Call call = traces.call("call", request)) {
      call.answered(200);
    } finally {
      MDC.remove(LogFields.TRACE);
      MDC.remove(LogFields.SPAN);
    }
    assertTrue(request.build().headers().map().isEmpty());
  }
}
