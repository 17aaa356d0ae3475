package io.atalaya.gateway.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Counts requests by the route that answered them, never by their path: paths hold tokens, and are
 * as many as strangers like. Runs on event loops.
 */
@ApplicationScoped
class HttpMeters {
  private static final int FIRST = -1_000_000;
  private static final String NO_ROUTE = "none";
  private static final String LEFT = "left";

  private final MeterProvider<Counter> requests;

  HttpMeters(MeterRegistry registry) {
    this.requests =
        Counter.builder("atalaya.http.requests")
            .description("Requests by route and status")
            .withRegistry(registry);
  }

  void init(@Observes Router router) {
    router
        .route()
        .order(FIRST)
        .handler(context -> {
          context.addEndHandler(_ -> count(context));
          context.next();
        });
  }

  private void count(RoutingContext context) {
    HttpServerResponse response = context.response();
    String status = response.ended() ? Integer.toString(response.getStatusCode()) : LEFT;
    requests.withTags("route", route(context), "status", status).increment();
  }

  /** Routes of ours have a name or a pattern; what none of them took came to a catch-all. */
  private static String route(RoutingContext context) {
    Route route = context.currentRoute();
    String name = route == null ? null : route.getName();
    return name == null ? NO_ROUTE : name;
  }
}
