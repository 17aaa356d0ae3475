package io.atalaya.api.webhook;

import io.atalaya.api.event.EventRows;
import io.atalaya.contract.id.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What rows of {@code webhook} and {@code webhook_delivery} say; for their stores. */
final class WebhookRows {
  private WebhookRows() {}

  static Webhook webhook(ResultSet rows) throws SQLException {
    Instant disabledAt = atOrNull(rows, "disabled_at");
    return new Webhook(
        new TenantId(rows.getString("tenant_id")),
        rows.getObject("webhook_id", UUID.class),
        rows.getString("url"),
        rows.getString("description"),
        List.of((String[]) rows.getArray("types").getArray()),
        disabledAt == null
            ? null
            : new Webhook.Disabled(disabledAt, rows.getString("disabled_reason")),
        atOrNull(rows, "failing_since"),
        rows.getInt("failures"),
        rows.getTimestamp("created_at").toInstant(),
        rows.getLong("version"));
  }

  /** Of a delivery {@code d} and its event. */
  static Delivery delivery(ResultSet rows) throws SQLException {
    Instant attemptedAt = atOrNull(rows, "attempted_at");
    return new Delivery(
        EventRows.event(rows),
        Delivery.State.valueOf(rows.getString("state").toUpperCase(Locale.ROOT)),
        rows.getInt("attempts"),
        rows.getTimestamp("due_at").toInstant(),
        attemptedAt,
        attemptedAt == null
            ? null
            : new Attempt(
                rows.getObject("status", Integer.class),
                rows.getString("error"),
                rows.getString("response"),
                rows.getInt("took_millis")));
  }

  private static @Nullable Instant atOrNull(ResultSet rows, String column) throws SQLException {
    Timestamp at = rows.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
