package io.atalaya.api.event;

import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.identity.SignInWatch;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.api.policy.Policy;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Events as they happen (HTML, 9.2: server-sent events). Each reader has a virtual thread of its
 * own, which is blocked most of the time and holds no connection of the database.
 */
@Path("/api/v1/events")
@Tag(name = "events")
@RunOnVirtualThread
public class EventStreamResource {
  private static final Logger LOG = Logger.getLogger(EventStreamResource.class);

  private final EventStreams streams;
  private final CallerContext callers;
  private final Policy policy;
  private final SignInWatch watch;

  EventStreamResource(
      EventStreams streams, CallerContext callers, Policy policy, SignInWatch watch) {
    this.streams = streams;
    this.callers = callers;
    this.policy = policy;
    this.watch = watch;
  }

  @GET
  @Needs(Action.EVENT_READ)
  @Operation(
      operationId = "followEvents",
      summary = "What happens, as server-sent events; after Last-Event-ID nothing is missed")
  @APIResponse(
      responseCode = "200",
      description = "Until the reader leaves or is signed out; see docs/ref/events.md",
      content =
          @Content(mediaType = "text/event-stream", schema = @Schema(type = SchemaType.STRING)))
  public Response follow(
      @HeaderParam("Last-Event-ID") @Nullable String lastEventId, @Context RoutingContext routing) {
    Caller caller = callers.current();
    Optional<Position> after = Optional.ofNullable(lastEventId).map(EventStreamResource::parsed);
    var audience =
        new EventAudience(
            caller.role().isPlatform() ? caller.acting() : Optional.of(caller.tenant()),
            caller.userId(),
            policy.allows(caller, Action.SESSION_READ_ALL));
    EventStream stream =
        streams.open(audience, watch.of(routing.request(), caller), () -> drop(routing));
    routing.addEndHandler(_ -> streams.close(stream));
    StreamingOutput body = out -> write(stream, after, out);
    return Response.ok(body)
        .type("text/event-stream")
        .header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no")
        .build();
  }

  private void write(EventStream stream, Optional<Position> after, OutputStream out) {
    try {
      stream.run(after, out);
    } catch (IOException left) {
      LOG.debugf("a reader of events has left: %s", left.getMessage());
    } finally {
      streams.close(stream);
    }
  }

  /**
   * At once, whatever waits to be written: closing an HTTP/1.1 connection the polite way would wait
   * for a reader that reads nothing.
   */
  private static void drop(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (request.version() != HttpVersion.HTTP_2
        && request.connection() instanceof ConnectionBase connection) {
      // Nobody waits for it.
      var _ = connection.channel().close();
    } else {
      request.response().reset();
    }
  }

  private static Position parsed(String lastEventId) {
    return Position.parse(lastEventId)
        .orElseThrow(() ->
            new DomainError.Invalid(
                    RequestErrorCode.VALIDATION_FAILED,
                    "Last-Event-ID is not one of ours",
                    List.of(new Violation("Last-Event-ID", "must be the id of an event")))
                .toException());
  }
}
