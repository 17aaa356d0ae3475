package io.atalaya.api.webhook;

import io.atalaya.api.audit.AuditTrail;
import io.atalaya.api.audit.Fact;
import io.atalaya.api.platform.Changes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;

/**
 * Writes what is done to webhooks into the audit, inside the transaction that does it. Of a URL the
 * audit holds only whom it reaches: many receivers know their senders by path and query.
 */
@Singleton
final class WebhookAudit {
  private final AuditTrail trail;

  WebhookAudit(AuditTrail trail) {
    this.trail = trail;
  }

  void created(Webhook made) {
    trail.record(
        made.tenant(),
        fact(
            made,
            "created",
            new Changes()
                .field("receiver", null, receiver(made))
                .field("description", null, made.description())
                .field("types", null, made.types())
                .asDetails()));
  }

  void edited(Webhook from, Webhook to) {
    trail.record(
        from.tenant(),
        fact(
            from,
            "edited",
            new Changes()
                .field("receiver", receiver(from), receiver(to))
                .secret("url", !from.url().equals(to.url()))
                .field("description", from.description(), to.description())
                .field("types", from.types(), to.types())
                .field("enabled", from.disabled() == null, to.disabled() == null)
                .asDetails()));
  }

  void deleted(Webhook last) {
    trail.record(last.tenant(), fact(last, "deleted", Map.of("receiver", receiver(last))));
  }

  void secretRotated(Webhook webhook) {
    trail.record(webhook.tenant(), fact(webhook, "secret_rotated", Map.of()));
  }

  void resent(Webhook webhook, UUID event) {
    trail.record(webhook.tenant(), fact(webhook, "resent", Map.of("eventId", event.toString())));
  }

  /** Its receiver is to blame; {@code why} holds nothing that the receiver said. */
  void disabled(Webhook webhook, String why) {
    trail.recordOfSystem(
        webhook.tenant(),
        fact(webhook, "disabled", Map.of("receiver", receiver(webhook), "why", why)));
  }

  private static Fact fact(Webhook webhook, String verb, Map<String, Object> details) {
    return new Fact("webhook." + verb, "webhook/" + webhook.id(), null, null, null, details);
  }

  private static String receiver(Webhook webhook) {
    WebhookUrl url = WebhookUrl.parse(webhook.url());
    String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
    return "%s://%s:%d".formatted(url.tls() ? "https" : "http", host, url.port());
  }
}
