package io.atalaya.gateway.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.error.RequestErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes JSON answers, and every error in its one shape. Any thread may call. */
@Singleton
public final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final String JSON = "application/json";

  private final ObjectMapper json;

  Answers(ObjectMapper json) {
    this.json = json;
  }

  /** Answers with a body. */
  public void ok(RoutingContext context, int status, Object body) {
    send(context, status, body);
  }

  /** Answers without one. */
  public void empty(RoutingContext context, int status) {
    HttpServerResponse response = context.response();
    if (isOpen(response)) {
      response.putHeader(RequestId.HEADER, RequestId.of(context)).setStatusCode(status).end();
    }
  }

  /** Answers a refusal. */
  public void error(RoutingContext context, DomainError error) {
    HttpServerResponse response = context.response();
    if (response.headWritten()) {
      context.request().connection().close(); // half an answer cannot be turned into an error
      return;
    }
    Duration after = error.retryAfterOrNull();
    if (after != null) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, after.toSeconds())));
    }
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    send(context, error.status(), error.body());
  }

  /**
   * Answers whatever was thrown. What is not a {@link DomainException} is our fault and is logged,
   * with the route's pattern and never the path: paths hold tokens.
   */
  public void failure(RoutingContext context, Throwable thrown) {
    Optional<DomainError> domain = domainError(thrown);
    if (domain.isEmpty()) {
      String route = context.currentRoute() == null ? "-" : context.currentRoute().getName();
      try (var _ = LogFields.ofRequest(RequestId.of(context))) {
        LOG.error("{} {} failed", context.request().method(), route, thrown);
      }
    }
    error(context, domain.orElseGet(Answers::internal));
  }

  private static DomainError internal() {
    return new DomainError.Internal(
        RequestErrorCode.INTERNAL_ERROR, "something went wrong on our side");
  }

  private static Optional<DomainError> domainError(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof DomainException domain) {
        return Optional.of(domain.error());
      }
    }
    return Optional.empty();
  }

  private void send(RoutingContext context, int status, Object body) {
    HttpServerResponse response = context.response();
    if (!isOpen(response)) {
      return;
    }
    try {
      byte[] bytes = json.writeValueAsBytes(body);
      response
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
          .putHeader(RequestId.HEADER, RequestId.of(context))
          .end(Buffer.buffer(bytes));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + body.getClass(), e);
    }
  }

  private static boolean isOpen(HttpServerResponse response) {
    return !response.closed() && !response.ended();
  }
}
