package io.atalaya.api.tenant;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rows of {@code plan}: one catalogue for all tenants. */
@Singleton
final class PlanStore {
  private final Database database;

  PlanStore(Database database) {
    this.database = database;
  }

  @CrossTenant("plans belong to the platform")
  List<Plan> all() {
    return database.acrossTenants(handle ->
        handle
            .createQuery("select * from plan order by max_concurrent_streams, plan_id")
            .map((rows, _) -> read(rows, ""))
            .list());
  }

  @CrossTenant("plans belong to the platform")
  Optional<Plan> find(String planId) {
    return database.acrossTenants(handle ->
        handle
            .createQuery("select * from plan where plan_id = :plan")
            .bind("plan", planId)
            .map((rows, _) -> read(rows, ""))
            .findOne());
  }

  Optional<Plan> find(TenantId tenantId, String planId) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery("select * from plan where plan_id = :plan")
                .bind("plan", planId)
                .map((rows, _) -> read(rows, ""))
                .findOne());
  }

  @CrossTenant("plans belong to the platform")
  Plan put(String planId, String name, Entitlements entitlements) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                insert into plan as p (plan_id, name, max_concurrent_streams,
                  max_concurrent_streams_per_user, max_viewers_per_camera, max_cameras,
                  max_session_seconds, audit_retention_days)
                values (:plan, :name, :streams, :perUser, :perCamera, :cameras, :seconds,
                  :auditDays)
                on conflict (plan_id) do update set
                  name = excluded.name,
                  max_concurrent_streams = excluded.max_concurrent_streams,
                  max_concurrent_streams_per_user = excluded.max_concurrent_streams_per_user,
                  max_viewers_per_camera = excluded.max_viewers_per_camera,
                  max_cameras = excluded.max_cameras,
                  max_session_seconds = excluded.max_session_seconds,
                  audit_retention_days = excluded.audit_retention_days,
                  version = p.version + 1
                returning *
                """)
            .bind("plan", planId)
            .bind("name", name)
            .bind("streams", entitlements.maxConcurrentStreams())
            .bind("perUser", entitlements.maxConcurrentStreamsPerUser())
            .bind("perCamera", entitlements.maxViewersPerCamera())
            .bind("cameras", entitlements.maxCameras())
            .bind("seconds", entitlements.maxSessionSeconds())
            .bind("auditDays", entitlements.auditRetentionDays())
            .map((rows, _) -> read(rows, ""))
            .one());
  }

  /**
   * A plan's row.
   *
   * @param prefix of the columns that a tenant's row has too, where the two are read together
   */
  static Plan read(ResultSet rows, String prefix) throws SQLException {
    return new Plan(
        rows.getString("plan_id"),
        rows.getString(prefix + "name"),
        new Entitlements(
            rows.getInt("max_concurrent_streams"),
            rows.getInt("max_concurrent_streams_per_user"),
            rows.getInt("max_viewers_per_camera"),
            rows.getInt("max_cameras"),
            rows.getInt("max_session_seconds"),
            rows.getInt("audit_retention_days")),
        rows.getLong(prefix + "version"));
  }
}
