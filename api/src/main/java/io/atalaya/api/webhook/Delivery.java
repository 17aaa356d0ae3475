package io.atalaya.api.webhook;

import io.atalaya.api.event.RecordedEvent;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to an endpoint.
 *
 * @param dueAt of the next attempt, while it is pending
 * @param last what came of the last attempt
 */
record Delivery(
    RecordedEvent event,
    State state,
    int attempts,
    Instant dueAt,
    @Nullable Instant attemptedAt,
    @Nullable Attempt last) {

  /** Where it is. */
  @Schema(name = "WebhookDeliveryState")
  enum State {
    PENDING,
    DELIVERED,
    /** Given up; may be sent again by hand. */
    FAILED;

    /** The spelling on the wire and in rows. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
