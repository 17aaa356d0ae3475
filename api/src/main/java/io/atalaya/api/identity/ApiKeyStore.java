package io.atalaya.api.identity;

import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Rows of {@code api_key}. */
@Singleton
final class ApiKeyStore {
  private static final RowMapper<ApiKey> KEY = ConstructorMapper.of(ApiKey.class);

  private final Database database;

  ApiKeyStore(Database database) {
    this.database = database;
  }

  List<ApiKey> page(TenantId tenantId, PageRequest request) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(
                    """
                    select * from api_key
                    where tenant_id = :tenant and key_id > :after::uuid
                    order by key_id
                    limit :limit
                    """)
                .bind("tenant", tenantId)
                .bind("after", request.afterOr(0, "00000000-0000-0000-0000-000000000000"))
                .bind("limit", request.rowsToRead())
                .map(KEY)
                .list());
  }

  Optional<ApiKey> find(TenantId tenantId, UUID keyId) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery("select * from api_key where tenant_id = :tenant and key_id = :key")
                .bind("tenant", tenantId)
                .bind("key", keyId)
                .map(KEY)
                .findOne());
  }

  Optional<ApiKey> findBySecret(TenantId tenantId, byte[] secretHash) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(
                    "select * from api_key where tenant_id = :tenant and secret_hash = :hash")
                .bind("tenant", tenantId)
                .bind("hash", secretHash)
                .map(KEY)
                .findOne());
  }

  ApiKey insert(TenantId tenantId, UUID keyId, String name, Role role, byte[] secretHash) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(
                    """
                    insert into api_key (tenant_id, key_id, name, role, secret_hash)
                    values (:tenant, :key, :name, :role, :hash)
                    returning *
                    """)
                .bind("tenant", tenantId)
                .bind("key", keyId)
                .bind("name", name)
                .bind("role", role)
                .bind("hash", secretHash)
                .map(KEY)
                .one());
  }

  /** As it was; empty when there is no such key. */
  Optional<ApiKey> delete(TenantId tenantId, UUID keyId) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(
                    "delete from api_key where tenant_id = :tenant and key_id = :key returning *")
                .bind("tenant", tenantId)
                .bind("key", keyId)
                .map(KEY)
                .findOne());
  }

  int deleteAll(TenantId tenantId) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createUpdate("delete from api_key where tenant_id = :tenant")
                .bind("tenant", tenantId)
                .execute());
  }
}
