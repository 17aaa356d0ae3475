package io.atalaya.api.session;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.ErrorBody;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import io.atalaya.contract.id.CameraId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** From a wall of cameras to pictures in one request. */
@Path("/api/v1/stream-tokens")
@Tag(name = "sessions")
@RunOnVirtualThread
public class StreamTokensResource {
  private static final int MAX_CAMERAS = 64;
  private static final int CREATED = 201;

  private final StreamTickets tickets;
  private final CallerContext callers;

  StreamTokensResource(StreamTickets tickets, CallerContext callers) {
    this.tickets = tickets;
    this.callers = callers;
  }

  /** Body of a request for many. */
  @Schema(name = "StreamTokensRequest")
  public record TokensBody(
      @NotEmpty @Size(max = MAX_CAMERAS) List<@NotNull @Valid WishBody> cameras) {}

  /** One of them. */
  @Schema(name = "StreamTokenWish")
  public record WishBody(
      @NotNull CameraId cameraId,
      @Schema(nullable = true, description = "tells apart those of the same camera")
          @Pattern(regexp = StreamTokenResource.INSTANCE)
          @Nullable String clientInstanceId) {}

  /** One answer to each, in the order of the request. */
  @Schema(name = "StreamTokensAnswer")
  public record AnswerView(List<ItemView> items) {}

  /** What one request for this camera would have been answered. */
  @Schema(name = "StreamTokenItem")
  public record ItemView(
      CameraId cameraId,
      @Schema(description = "201, or the status of the error") int status,
      @Schema(nullable = true) @Nullable StreamTicketView ticket,
      @Schema(ref = "Error", nullable = true) @Nullable ErrorBody error) {}

  @POST
  @ResponseStatus(200)
  @Needs(Action.STREAM_WATCH)
  @Operation(
      operationId = "createStreamTokens",
      summary = "Take slots for many cameras at once; who is named first is served first")
  public AnswerView create(@NotNull @Valid TokensBody body) {
    List<Wish> wishes = wishes(body);
    List<StreamTickets.Answer> answers = tickets.forCameras(callers.current(), wishes);
    var items = new ArrayList<ItemView>(wishes.size());
    for (int i = 0; i < wishes.size(); i++) {
      items.add(item(wishes.get(i).camera(), answers.get(i)));
    }
    return new AnswerView(items);
  }

  private static ItemView item(CameraId camera, StreamTickets.Answer answer) {
    return switch (answer) {
      case StreamTickets.Ticket ticket ->
          new ItemView(camera, CREATED, StreamTicketView.of(ticket), null);
      case StreamTickets.NoTicket(DomainError why) ->
          new ItemView(camera, why.status(), null, why.body());
    };
  }

  /** The same camera twice in one tab would be one session with two tokens, one of them dead. */
  private static List<Wish> wishes(TokensBody body) {
    var seen = new HashSet<Wish>();
    var wishes = new ArrayList<Wish>();
    var violations = new ArrayList<Violation>();
    for (WishBody asked : body.cameras()) {
      var wish = new Wish(asked.cameraId(), asked.clientInstanceId());
      if (!seen.add(wish)) {
        violations.add(
            new Violation(
                "cameras." + wishes.size(), "is named before; give each a clientInstanceId"));
      }
      wishes.add(wish);
    }
    if (!violations.isEmpty()) {
      throw new DomainError.Invalid(
              RequestErrorCode.VALIDATION_FAILED, "cameras are named twice", violations)
          .toException();
    }
    return wishes;
  }
}
