package io.atalaya.gateway.delivery;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.Set;

/**
 * Lets the configured portals' pages read answers, errors included; nobody else's (Fetch standard,
 * CORS protocol). Runs before everything else under {@code /live}.
 */
final class Cors {
  private static final String EXPOSED = "X-Request-Id, Retry-After, Content-Length, Date";
  private static final String PREFLIGHT_SECONDS = "600";

  private final Set<String> origins;

  Cors(Collection<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  void handle(RoutingContext context) {
    HttpServerResponse response = context.response();
    response.putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    String origin = context.request().getHeader(HttpHeaders.ORIGIN);
    boolean known = origin != null && origins.contains(origin);
    if (known) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    if (known && isPreflight(context)) {
      response
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD")
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "X-Request-Id, Range")
          .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS)
          .setStatusCode(204)
          .end();
      return;
    }
    context.next();
  }

  private static boolean isPreflight(RoutingContext context) {
    return context.request().method().equals(HttpMethod.OPTIONS)
        && context.request().headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }
}
