package io.atalaya.api.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.atalaya.api.camera.CameraSummary;
import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.id.StreamKey;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of {@code camera_health} as a report, and back. */
@Singleton
final class HealthRows {
  private final ObjectMapper json;
  private final ObjectReader conditions;
  private final ObjectReader gateway;
  private final ObjectReader track;

  HealthRows(ObjectMapper json) {
    this.json = json;
    // Another replica may be newer than we are and say more.
    ObjectReader lenient = json.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    this.conditions = lenient.forType(Condition[].class);
    this.gateway = lenient.forType(CameraHealth.class);
    this.track = lenient.forType(Track.class);
  }

  /** Empty where a camera has no row of it yet. */
  Optional<HealthReport> report(StreamKey key, ResultSet rows) throws SQLException {
    String summary = rows.getString("summary");
    if (summary == null) {
      return Optional.empty();
    }
    CameraHealth measured = read(gateway, CameraHealth.class, rows.getString("gateway"));
    Track past = read(track, Track.class, rows.getString("track"));
    Condition[] all = read(conditions, Condition[].class, rows.getString("conditions"));
    return Optional.of(
        new HealthReport(
            key,
            rows.getLong("generation"),
            CameraSummary.valueOf(summary.toUpperCase(Locale.ROOT)),
            rows.getTimestamp("since").toInstant(),
            rows.getString("reason"),
            all == null ? List.of() : List.of(all),
            measured,
            rows.getTimestamp("last_sync_at").toInstant(),
            past == null ? Track.NONE : past));
  }

  String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a health report must be writable", e);
    }
  }

  private static <T> @Nullable T read(ObjectReader reader, Class<T> type, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return reader.readValue(text, type);
    } catch (IOException e) {
      throw new IllegalStateException("a health report in the database is unreadable", e);
    }
  }
}
