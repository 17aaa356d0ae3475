package io.atalaya.gateway.provisioning;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.gateway.CameraPage;
import io.atalaya.contract.gateway.NodeInfo;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.atalaya.gateway.ingest.CameraIngest;
import io.atalaya.gateway.ingest.CameraRegistry;
import io.atalaya.gateway.ingest.CameraSettings;
import io.atalaya.gateway.platform.Answers;
import io.atalaya.gateway.platform.Blocking;
import io.atalaya.gateway.platform.GatewayErrorCode;
import io.atalaya.gateway.platform.Node;
import io.atalaya.gateway.platform.ServiceTokens;
import io.atalaya.gateway.platform.Traces;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** {@code /v1}: what the api asks of a gateway. Every route needs a service token. */
@ApplicationScoped
class ProvisioningRoutes {
  private static final long MAX_BODY_BYTES = 16 * 1024;
  private static final String TENANT = "/v1/tenants/:tenantId";
  private static final String CAMERA = TENANT + "/cameras/:cameraId";

  private final CameraRegistry cameras;
  private final ServiceTokens tokens;
  private final Answers answers;
  private final Blocking blocking;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final Node node;
  private final Traces traces;

  ProvisioningRoutes(
      CameraRegistry cameras,
      ServiceTokens tokens,
      Answers answers,
      Blocking blocking,
      ObjectMapper json,
      InstantSource clock,
      Node node,
      Traces traces) {
    this.cameras = cameras;
    this.tokens = tokens;
    this.answers = answers;
    this.blocking = blocking;
    this.json = json;
    this.clock = clock;
    this.node = node;
    this.traces = traces;
  }

  void init(@Observes Router router) {
    // The body is read before the token is checked, so it is small.
    router.put(CAMERA).handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    route(router, HttpMethod.PUT, CAMERA, this::provision);
    route(router, HttpMethod.DELETE, CAMERA, this::deprovision);
    route(router, HttpMethod.DELETE, TENANT, this::deprovisionTenant);
    route(router, HttpMethod.GET, CAMERA + "/health", this::health);
    route(router, HttpMethod.GET, CAMERA + "/playback", this::playback);
    route(router, HttpMethod.GET, "/v1/cameras", this::list);
    route(router, HttpMethod.GET, "/v1/node", this::node);
  }

  private void route(Router router, HttpMethod method, String path, Blocking.Work work) {
    String name = method + " " + path;
    router
        .route(method, path)
        .setName(name)
        .handler(
            blocking.handler(
                name,
                context -> {
                  tokens.require(context);
                  try (var _ = traces.join(context)) {
                    work.run(context);
                  }
                }));
  }

  private void provision(RoutingContext context) throws InterruptedException {
    requireJson(context);
    StreamKey key = key(context);
    Buffer body = context.body().buffer();
    CameraSettings settings =
        ProvisionBody.settings(key, body == null ? new byte[0] : body.getBytes(), json);
    switch (cameras.provision(settings)) {
      case CameraRegistry.Outcome.Created(CameraIngest camera) ->
          answers.ok(context, 201, CameraReport.line(camera, now()));
      case CameraRegistry.Outcome.Updated(CameraIngest camera) ->
          answers.ok(context, 200, CameraReport.line(camera, now()));
      case CameraRegistry.Outcome.Stale(long current) -> throw stale(settings, current);
      case CameraRegistry.Outcome.AtCapacity(int capacity) ->
          throw unavailable(
              GatewayErrorCode.GATEWAY_AT_CAPACITY,
              "this gateway runs %d cameras and takes no more".formatted(capacity));
      case CameraRegistry.Outcome.StillStopping() -> throw stillStopping();
    }
  }

  private static void requireJson(RoutingContext context) {
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.toLowerCase(java.util.Locale.ROOT).startsWith("application/json")) {
      throw new DomainError.UnsupportedMediaType(
              RequestErrorCode.UNSUPPORTED_MEDIA_TYPE,
              "the body must be application/json",
              Map.of())
          .toException();
    }
  }

  private void deprovision(RoutingContext context) throws InterruptedException {
    gone(context, cameras.deprovision(key(context)));
  }

  private void deprovisionTenant(RoutingContext context) throws InterruptedException {
    gone(context, cameras.deprovision(tenant(context)));
  }

  private void gone(RoutingContext context, boolean reallyStopped) {
    if (!reallyStopped) {
      throw stillStopping();
    }
    answers.empty(context, 204);
  }

  private void health(RoutingContext context) {
    answers.ok(context, 200, CameraReport.health(camera(context), now()));
  }

  private void playback(RoutingContext context) {
    answers.ok(context, 200, CameraReport.playback(camera(context)));
  }

  private void list(RoutingContext context) {
    CameraPage page = CameraPages.page(cameras.all(), context.queryParam("cursor"), now());
    answers.ok(context, 200, page);
  }

  private void node(RoutingContext context) {
    int viewers =
        cameras.all().stream().mapToInt(camera -> camera.feed().audience().viewers()).sum();
    answers.ok(
        context,
        200,
        new NodeInfo(
            node.id(),
            node.bootId(),
            node.startedAt(),
            cameras.size(),
            cameras.capacity(),
            viewers));
  }

  private CameraIngest camera(RoutingContext context) {
    StreamKey key = key(context);
    return cameras
        .find(key)
        .orElseThrow(() ->
            new DomainError.NotFound(
                    GatewayErrorCode.CAMERA_NOT_FOUND,
                    "camera %s is not provisioned here".formatted(key))
                .toException());
  }

  private static TenantId tenant(RoutingContext context) {
    return new TenantId(context.pathParam("tenantId"));
  }

  private static StreamKey key(RoutingContext context) {
    return new StreamKey(tenant(context), new CameraId(context.pathParam("cameraId")));
  }

  private Instant now() {
    return clock.instant();
  }

  private static RuntimeException stale(CameraSettings wanted, long current) {
    return new DomainError.Conflict(
            GatewayErrorCode.STALE_GENERATION,
            "generation %d is older than %d, which runs".formatted(wanted.generation(), current),
            Map.of("current", current, "given", wanted.generation()))
        .toException();
  }

  private static RuntimeException stillStopping() {
    return unavailable(
        GatewayErrorCode.STOP_TIMED_OUT, "the stream has not stopped yet; try again");
  }

  private static RuntimeException unavailable(GatewayErrorCode code, String message) {
    return new DomainError.Unavailable(code, message, Duration.ofSeconds(2)).toException();
  }
}
