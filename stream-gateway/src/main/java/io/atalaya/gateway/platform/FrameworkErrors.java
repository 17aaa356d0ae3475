package io.atalaya.gateway.platform;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Gives what the router itself refuses the shape of every other error. */
@ApplicationScoped
class FrameworkErrors {
  private static final int BEFORE_QUARKUS = 1_000_000;

  private final Answers answers;

  FrameworkErrors(Answers answers) {
    this.answers = answers;
  }

  void init(@Observes Router router) {
    for (int status : new int[] {400, 401, 404, 405, 406, 413, 414, 415, 500, 503}) {
      router.errorHandler(status, context -> answer(router, context, status));
    }
    // What a handler fails with would otherwise meet Quarkus' own failure handler, which comes
    // last.
    router
        .route()
        .order(BEFORE_QUARKUS)
        .failureHandler(context -> answer(router, context, Math.max(400, context.statusCode())));
  }

  private void answer(Router router, RoutingContext context, int status) {
    Throwable thrown = context.failure();
    if (thrown != null && status == 500) {
      answers.failure(context, thrown);
      return;
    }
    if (status == 405) {
      context.response().putHeader(HttpHeaders.ALLOW, allowed(router, context.normalizedPath()));
    }
    if (status == 413 && context.request().version() != HttpVersion.HTTP_2) {
      // The rest of the body is not read, so the connection is of no more use (RFC 9110, 15.5.14);
      // HTTP/2 ends the stream instead, and forbids the header (RFC 9113, 8.2.2).
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    answers.error(context, error(status));
  }

  /**
   * The router knows which methods a path has, and does not say so (RFC 9110, 15.5.6, wants it).
   */
  private static String allowed(Router router, String path) {
    return router.getRoutes().stream()
        .filter(route -> route.methods() != null && route.getPath() != null)
        .filter(route -> path.matches(route.getPath().replaceAll(":\\w+", "[^/]+")))
        .flatMap(route -> route.methods().stream())
        .map(HttpMethod::name)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static DomainError error(int status) {
    return switch (status) {
      case 401 ->
          new DomainError.Unauthenticated(RequestErrorCode.UNAUTHENTICATED, "sign in first");
      case 404 -> new DomainError.NotFound(RequestErrorCode.ROUTE_NOT_FOUND, "no such route");
      case 405 ->
          new DomainError.MethodNotAllowed(
              RequestErrorCode.METHOD_NOT_ALLOWED, "the route has no such method; see Allow");
      case 406 ->
          new DomainError.NotAcceptable(
              RequestErrorCode.NOT_ACCEPTABLE, "there is no such representation");
      case 413 ->
          new DomainError.TooLarge(
              RequestErrorCode.PAYLOAD_TOO_LARGE, "the body is larger than we read", Map.of());
      case 415 ->
          new DomainError.UnsupportedMediaType(
              RequestErrorCode.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json");
      case 500, 503 ->
          new DomainError.Internal(
              RequestErrorCode.INTERNAL_ERROR, "something went wrong on our side");
      default ->
          new DomainError.Invalid(
              RequestErrorCode.VALIDATION_FAILED, "the request is malformed", List.of());
    };
  }
}
