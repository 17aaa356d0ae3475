package io.atalaya.api.webhook;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A delivery as JSON. */
@Schema(name = "WebhookDelivery")
public record DeliveryView(
    UUID eventId,
    String type,
    @Schema(description = "of the event") Instant timestamp,
    Delivery.State state,
    int attempts,
    @Schema(nullable = true, description = "of the last attempt") @Nullable Instant attemptedAt,
    @Schema(nullable = true, description = "while it is pending") @Nullable Instant nextAttemptAt,
    @Schema(nullable = true, description = "what the receiver answered") @Nullable Integer status,
    @Schema(nullable = true, description = "why it does not count as delivered")
        @Nullable String error,
    @Schema(nullable = true, description = "how the receiver's answer begins")
        @Nullable String response,
    @Schema(nullable = true) @Nullable Integer tookMillis) {

  static DeliveryView of(Delivery delivery) {
    Attempt last = delivery.last();
    return new DeliveryView(
        delivery.event().id(),
        delivery.event().type(),
        delivery.event().at(),
        delivery.state(),
        delivery.attempts(),
        delivery.attemptedAt(),
        delivery.state() == Delivery.State.PENDING ? delivery.dueAt() : null,
        last == null ? null : last.status(),
        last == null ? null : last.error(),
        last == null ? null : last.response(),
        last == null ? null : last.tookMillis());
  }
}
