package io.atalaya.api.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An endpoint as JSON, without its secret. */
@Schema(name = "Webhook")
public record WebhookView(
    UUID webhookId,
    String url,
    String description,
    @Schema(description = "of events; none is all") List<String> types,
    boolean enabled,
    @Schema(nullable = true) @Nullable Instant disabledAt,
    @Schema(nullable = true, description = "why it is off") @Nullable String disabledReason,
    @Schema(nullable = true, description = "since when nothing gets through")
        @Nullable Instant failingSince,
    Instant createdAt) {

  static WebhookView of(Webhook webhook) {
    Webhook.Disabled disabled = webhook.disabled();
    return new WebhookView(
        webhook.id(),
        webhook.url(),
        webhook.description(),
        webhook.types(),
        disabled == null,
        disabled == null ? null : disabled.at(),
        disabled == null ? null : disabled.reason(),
        webhook.failingSince(),
        webhook.createdAt());
  }
}
