package io.atalaya.api.tenant;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Rows of {@code tenant}. A tombstone is found by {@link #findAny} only. */
@Singleton
final class TenantStore {
  private static final RowMapper<Tenant> TENANT = (rows, _) -> read(rows);

  private final Database database;

  TenantStore(Database database) {
    this.database = database;
  }

  Optional<Tenant> find(TenantId tenantId) {
    return findAny(tenantId).filter(tenant -> tenant.state() != TenantState.DEPROVISIONED);
  }

  Optional<Tenant> findAny(TenantId tenantId) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery("select * from tenant where tenant_id = :tenant")
                .bind("tenant", tenantId)
                .map(TENANT)
                .findOne());
  }

  /**
   * Also locks the row until the transaction ends. Not against rows that refer to it: whoever holds
   * a session and writes its audit would wait for us, and we for the session.
   */
  Optional<Tenant> lock(TenantId tenantId) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery("select * from tenant where tenant_id = :tenant for no key update")
                .bind("tenant", tenantId)
                .map(TENANT)
                .findOne());
  }

  /**
   * Also locks the row until the transaction ends. One round trip, for it is made under each
   * admission; the clock and the role of {@code person} are read outside the part that waits for
   * the lock, and so after it.
   */
  Optional<LockedTerms> lockTerms(TenantId tenantId, @Nullable UUID person) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(
                    """
                    with locked as materialized (
                      select * from tenant
                      where tenant_id = :tenant and state <> 'deprovisioned' for no key update
                    )
                    select locked.*, plan.name as plan_name, plan.version as plan_version,
                      max_concurrent_streams, max_concurrent_streams_per_user,
                      max_viewers_per_camera, max_cameras, max_session_seconds,
                      audit_retention_days,
                      clock_timestamp() as locked_at,
                      role_now(tenant_id, :person::uuid) as person_role
                    from locked join plan using (plan_id)
                    """)
                .bind("tenant", tenantId)
                .bind("person", person)
                .map((rows, _) ->
                    new LockedTerms(
                        TenantTerms.of(read(rows), PlanStore.read(rows, "plan_")),
                        rows.getObject("locked_at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(rows.getString("person_role"))))
                .findOne());
  }

  @CrossTenant("only the platform lists tenants")
  List<Tenant> page(PageRequest request) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select * from tenant
                where state <> 'deprovisioned' and tenant_id > :after
                order by tenant_id
                limit :limit
                """)
            .bind("after", request.afterOr(0, ""))
            .bind("limit", request.rowsToRead())
            .map(TENANT)
            .list());
  }

  /** Empty when the id is, or ever was, in use. */
  @CrossTenant("only the platform makes tenants")
  Optional<Tenant> insert(TenantId tenantId, String name, String planId) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                insert into tenant (tenant_id, name, state, plan_id)
                values (:tenant, :name, 'active', :plan)
                on conflict do nothing
                returning *
                """)
            .bind("tenant", tenantId)
            .bind("name", name)
            .bind("plan", planId)
            .map(TENANT)
            .findOne());
  }

  @CrossTenant("only the platform changes tenants")
  Tenant update(Tenant tenant) {
    EntitlementOverrides overrides = tenant.overrides();
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                update tenant
                set name = :name, plan_id = :plan, state = :state,
                  override_max_concurrent_streams = :streams,
                  override_max_concurrent_streams_per_user = :perUser,
                  override_max_viewers_per_camera = :perCamera,
                  override_max_cameras = :cameras,
                  override_max_session_seconds = :seconds,
                  override_audit_retention_days = :auditDays,
                  updated_at = now(), version = version + 1
                where tenant_id = :tenant
                returning *
                """)
            .bind("tenant", tenant.tenantId())
            .bind("name", tenant.name())
            .bind("plan", tenant.planId())
            .bind("state", tenant.state())
            .bind("streams", overrides.maxConcurrentStreams())
            .bind("perUser", overrides.maxConcurrentStreamsPerUser())
            .bind("perCamera", overrides.maxViewersPerCamera())
            .bind("cameras", overrides.maxCameras())
            .bind("seconds", overrides.maxSessionSeconds())
            .bind("auditDays", overrides.auditRetentionDays())
            .map(TENANT)
            .one());
  }

  private static Tenant read(ResultSet rows) throws SQLException {
    return new Tenant(
        new TenantId(rows.getString("tenant_id")),
        rows.getString("name"),
        TenantState.valueOf(rows.getString("state").toUpperCase(Locale.ROOT)),
        rows.getString("plan_id"),
        new EntitlementOverrides(
            number(rows, "override_max_concurrent_streams"),
            number(rows, "override_max_concurrent_streams_per_user"),
            number(rows, "override_max_viewers_per_camera"),
            number(rows, "override_max_cameras"),
            number(rows, "override_max_session_seconds"),
            number(rows, "override_audit_retention_days")),
        rows.getObject("created_at", OffsetDateTime.class).toInstant(),
        rows.getObject("updated_at", OffsetDateTime.class).toInstant(),
        rows.getLong("version"));
  }

  private static @Nullable Integer number(ResultSet rows, String column) throws SQLException {
    int number = rows.getInt(column);
    return rows.wasNull() ? null : number;
  }
}
