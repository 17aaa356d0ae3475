package io.atalaya.api.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.camera.CameraSummary;
import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Rows of {@code camera_health}. */
@Singleton
final class HealthStore {
  /** Only for the generation it was judged by: a late result never overwrites a newer one. */
  private static final String WRITE =
      """
      insert into camera_health (tenant_id, camera_id, generation, summary, since, reason,
        conditions, gateway, last_sync_at, consecutive_failures)
      select c.tenant_id, c.camera_id, c.generation, :summary, :since, :reason,
        :conditions::jsonb, :gateway::jsonb, :syncedAt, :failures
      from camera c
      where c.tenant_id = :tenant and c.camera_id = :camera and c.generation = :generation
        and not c.deleting
      on conflict (tenant_id, camera_id) do update set
        generation = excluded.generation, summary = excluded.summary, since = excluded.since,
        reason = excluded.reason, conditions = excluded.conditions, gateway = excluded.gateway,
        last_sync_at = excluded.last_sync_at,
        consecutive_failures = excluded.consecutive_failures
      """;

  private static final TypeReference<List<Condition>> CONDITIONS = new TypeReference<>() {};

  private final Database database;
  private final ObjectMapper json;

  HealthStore(Database database, ObjectMapper json) {
    this.database = database;
    this.json = json;
  }

  Optional<HealthReport> find(TenantId tenant, CameraId camera) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select * from camera_health
                    where tenant_id = :tenant and camera_id = :camera
                    """)
                .bind("tenant", tenant)
                .bind("camera", camera)
                .map((rows, _) -> report(rows))
                .findOne());
  }

  /** Reports of the cameras from {@code first} to {@code last}, both included. */
  @CrossTenant("the health loop looks at all cameras")
  List<HealthReport> range(StreamKey first, StreamKey last) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select * from camera_health
                where (tenant_id, camera_id) >= (:firstTenant, :firstCamera)
                  and (tenant_id, camera_id) <= (:lastTenant, :lastCamera)
                """)
            .bind("firstTenant", first.tenantId())
            .bind("firstCamera", first.cameraId())
            .bind("lastTenant", last.tenantId())
            .bind("lastCamera", last.cameraId())
            .map((rows, _) -> report(rows))
            .list());
  }

  /** False when the camera has another generation by now, or is gone. */
  boolean write(TenantId tenant, HealthReport report) {
    return database.inTenant(
        tenant, handle -> bound(handle.createUpdate(WRITE), report).execute() == 1);
  }

  /** The same for many; what has moved on is left out. */
  @CrossTenant("the health loop writes what it saw of all cameras")
  void writeAll(List<HealthReport> reports) {
    database.acrossTenants(handle -> {
      var batch = handle.prepareBatch(WRITE);
      reports.forEach(report -> bound(batch, report).add());
      return batch.execute();
    });
  }

  private <S extends SqlStatement<S>> S bound(S statement, HealthReport report) {
    return statement
        .bind("tenant", report.key().tenantId())
        .bind("camera", report.key().cameraId())
        .bind("generation", report.generation())
        .bind("summary", report.summary())
        .bind("since", report.since())
        .bind("reason", report.reason())
        .bind("conditions", write(report.conditions()))
        .bind("gateway", report.gateway() == null ? null : write(report.gateway()))
        .bind("syncedAt", report.lastSyncAt())
        .bind("failures", report.consecutiveFailures());
  }

  private HealthReport report(ResultSet rows) throws SQLException {
    String gateway = rows.getString("gateway");
    return new HealthReport(
        new StreamKey(
            new TenantId(rows.getString("tenant_id")), new CameraId(rows.getString("camera_id"))),
        rows.getLong("generation"),
        CameraSummary.valueOf(rows.getString("summary").toUpperCase(Locale.ROOT)),
        rows.getTimestamp("since").toInstant(),
        rows.getString("reason"),
        read(rows.getString("conditions")),
        readGateway(gateway),
        rows.getTimestamp("last_sync_at").toInstant(),
        rows.getInt("consecutive_failures"));
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a health report must be writable", e);
    }
  }

  private List<Condition> read(String conditions) {
    try {
      return json.readValue(conditions, CONDITIONS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("conditions in the database are unreadable", e);
    }
  }

  private @Nullable CameraHealth readGateway(@Nullable String gateway) {
    if (gateway == null) {
      return null;
    }
    try {
      return json.readValue(gateway, CameraHealth.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a gateway's record in the database is unreadable", e);
    }
  }
}
