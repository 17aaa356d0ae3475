package io.atalaya.api.platform;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Takes a body without a type for JSON, the only thing we read. Without this the framework answers
 * 415 to a POST that leaves out a body it may leave out.
 */
@Singleton
final class UntypedBodies {
  private static final int BEFORE_RESOURCES = 900;

  void filters(@Observes Filters filters) {
    filters.register(UntypedBodies::assumeJson, BEFORE_RESOURCES);
  }

  private static void assumeJson(RoutingContext context) {
    var headers = context.request().headers();
    if (!headers.contains(HttpHeaders.CONTENT_TYPE)) {
      headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
    }
    context.next();
  }
}
