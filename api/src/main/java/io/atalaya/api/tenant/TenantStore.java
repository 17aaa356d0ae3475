package io.atalaya.api.tenant;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Rows of {@code tenant}. A tombstone is found by {@link #findAny} only. */
@Singleton
final class TenantStore {
  private static final RowMapper<Tenant> TENANT = ConstructorMapper.of(Tenant.class);

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

  /** Also locks the row until the transaction ends. */
  Optional<Tenant> lock(TenantId tenantId) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery("select * from tenant where tenant_id = :tenant for update")
                .bind("tenant", tenantId)
                .map(TENANT)
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
  Tenant update(TenantId tenantId, String name, String planId, TenantState state) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                update tenant
                set name = :name, plan_id = :plan, state = :state,
                  updated_at = now(), version = version + 1
                where tenant_id = :tenant
                returning *
                """)
            .bind("tenant", tenantId)
            .bind("name", name)
            .bind("plan", planId)
            .bind("state", state)
            .map(TENANT)
            .one());
  }
}
