package io.atalaya.api.event;

import io.atalaya.contract.id.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** What a row of {@code event} says; for the stores that read it. */
public final class EventRows {
  /** The columns that {@link #event} reads, of a table or alias {@code event}. */
  public static final String COLUMNS =
      """
      event.recorded_in::text::bigint as recorded_in, event.position, event.event_id,
        event.tenant_id, event.at, event.type, event.viewer_id, event.data
      """;

  private EventRows() {}

  /** The event of the current row. */
  public static RecordedEvent event(ResultSet rows) throws SQLException {
    String tenant = rows.getString("tenant_id");
    return new RecordedEvent(
        new Position(rows.getLong("recorded_in"), rows.getLong("position")),
        rows.getObject("event_id", UUID.class),
        tenant == null ? null : new TenantId(tenant),
        rows.getTimestamp("at").toInstant(),
        rows.getString("type"),
        rows.getObject("viewer_id", UUID.class),
        rows.getString("data"));
  }
}
