package io.atalaya.api.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.contract.error.DomainError;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * What happens to every request before any resource sees it: it gets its id, its announced length
 * is checked, and errors outside Quarkus REST get our shape. Runs on event loops.
 */
@Singleton
final class HttpEdge {
  /** Accepted, made, echoed and logged. */
  static final String REQUEST_ID = "X-Request-Id";

  private static final Pattern REQUEST_ID_GRAMMAR = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern LENGTH_GRAMMAR = Pattern.compile("[0-9]{1,10}");
  private static final int FIRST = 1000;
  private static final int[] FRAMEWORK_STATUSES = {
    400, 401, 403, 404, 405, 406, 413, 415, 500, 503
  };

  private final ObjectMapper json;
  private final Ids ids;
  private final Traces traces;

  HttpEdge(ObjectMapper json, Ids ids, Traces traces) {
    this.json = json;
    this.ids = ids;
    this.traces = traces;
  }

  void filters(@Observes Filters filters) {
    filters.register(this::identify, FIRST + 1);
    filters.register(this::boundBody, FIRST);
  }

  void errors(@Observes Router router) {
    for (int status : FRAMEWORK_STATUSES) {
      router.errorHandler(status, context -> fail(context, EdgeErrors.ofStatus(status, Map.of())));
    }
  }

  private void identify(RoutingContext context) {
    if (context.response().headers().contains(REQUEST_ID)) {
      context.next(); // the same request, routed again
      return;
    }
    String given = context.request().getHeader(REQUEST_ID);
    String id =
        given != null && REQUEST_ID_GRAMMAR.matcher(given).matches()
            ? given
            : ids.next().toString();
    context.response().putHeader(REQUEST_ID, id).putHeader("X-Content-Type-Options", "nosniff");
    MDC.put(LogFields.REQUEST, id);
    traces.serve(context);
    context.next();
  }

  private void boundBody(RoutingContext context) {
    String length = context.request().getHeader("content-length");
    long maxBytes = BodyLimit.maxBytes(context.normalizedPath());
    if (length != null
        && (!LENGTH_GRAMMAR.matcher(length).matches() || Long.parseLong(length) > maxBytes)) {
      fail(context, BodyLimit.tooLarge(maxBytes));
    } else {
      context.next();
    }
  }

  private void fail(RoutingContext context, DomainError error) {
    var response = context.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    if (error instanceof DomainError.TooLarge
        && context.request().version().compareTo(HttpVersion.HTTP_2) < 0) {
      response.putHeader("connection", "close"); // forbidden in HTTP/2 (RFC 9113, 8.2.2)
    }
    // Drained, so that the client reads the answer and not a reset connection.
    context.request().resume();
    response
        .setStatusCode(error.status())
        .putHeader("content-type", "application/json")
        .end(write(error));
  }

  private String write(DomainError error) {
    try {
      return json.writeValueAsString(error.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an error body must be writable", e);
    }
  }
}
