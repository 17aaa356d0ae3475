package io.atalaya.api.identity;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** Rows of {@code app_user}. */
@Singleton
final class UserStore {
  private static final RowMapper<User> USER = ConstructorMapper.of(User.class);

  /** A user and the hash to compare with. */
  record Credentials(User user, String passwordHash) {
    @Override
    public String toString() {
      return "Credentials[" + user + ", ***]";
    }
  }

  private final Database database;

  UserStore(Database database) {
    this.database = database;
  }

  Optional<User> find(TenantId tenantId, UUID userId) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery("select * from app_user where tenant_id = :tenant and user_id = :user")
                .bind("tenant", tenantId)
                .bind("user", userId)
                .map(USER)
                .findOne());
  }

  List<User> page(TenantId tenantId, PageRequest request) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(
                    """
                    select * from app_user
                    where tenant_id = :tenant and username > :after
                    order by username
                    limit :limit
                    """)
                .bind("tenant", tenantId)
                .bind("after", request.afterOr(0, ""))
                .bind("limit", request.rowsToRead())
                .map(USER)
                .list());
  }

  Optional<Credentials> credentials(TenantId tenantId, String username) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(
                    "select * from app_user where tenant_id = :tenant and username = :username")
                .bind("tenant", tenantId)
                .bind("username", username)
                .map((rows, context) ->
                    new Credentials(USER.map(rows, context), rows.getString("password_hash")))
                .findOne());
  }

  @CrossTenant("people of the platform are in no tenant")
  Optional<Credentials> platformCredentials(String username) {
    return database.acrossTenants(handle ->
        handle
            .createQuery("select * from app_user where tenant_id is null and username = :username")
            .bind("username", username)
            .map((rows, context) ->
                new Credentials(USER.map(rows, context), rows.getString("password_hash")))
            .findOne());
  }

  @CrossTenant("people of the platform are in no tenant")
  List<User> pageOfPlatform(PageRequest request) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select * from app_user
                where tenant_id is null and username > :after
                order by username
                limit :limit
                """)
            .bind("after", request.afterOr(0, ""))
            .bind("limit", request.rowsToRead())
            .map(USER)
            .list());
  }

  /** What one of them is; nobody changes or removes them until the transaction ends. */
  @CrossTenant("people of the platform are in no tenant")
  Optional<Role> holdPlatformRole(UUID userId) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select * from app_user where tenant_id is null and user_id = :user for share
                """)
            .bind("user", userId)
            .map(USER)
            .findOne()
            .map(User::role));
  }

  @CrossTenant("people of the platform are in no tenant")
  Optional<User> deletePlatform(UUID userId) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                "delete from app_user where tenant_id is null and user_id = :user returning *")
            .bind("user", userId)
            .map(USER)
            .findOne());
  }

  @CrossTenant("people of the platform are in no tenant")
  boolean hasPlatformUsers() {
    return database.acrossTenants(handle ->
        handle
            .createQuery("select exists (select from app_user where tenant_id is null)")
            .mapTo(Boolean.class)
            .one());
  }

  /** Empty when the name is taken. */
  Optional<User> insert(TenantId tenantId, UUID userId, NewUser user, String passwordHash) {
    return database.inTenant(
        tenantId, handle -> insert(handle, tenantId, userId, user, passwordHash));
  }

  /** Empty when the name is taken. */
  @CrossTenant("people of the platform are in no tenant")
  Optional<User> insertPlatform(UUID userId, NewUser user, String passwordHash) {
    return database.acrossTenants(handle -> insert(handle, null, userId, user, passwordHash));
  }

  private static Optional<User> insert(
      Handle handle, @Nullable TenantId tenantId, UUID userId, NewUser user, String passwordHash) {
    return handle
        .createQuery(
            """
            insert into app_user (user_id, tenant_id, username, display_name, role, password_hash)
            values (:user, :tenant, :username, :displayName, :role, :hash)
            on conflict do nothing
            returning *
            """)
        .bind("user", userId)
        .bind("tenant", tenantId == null ? null : tenantId.value())
        .bind("username", user.username())
        .bind("displayName", user.displayName())
        .bind("role", user.role())
        .bind("hash", passwordHash)
        .map(USER)
        .findOne();
  }

  /** Nulls stay as they are; empty when there is no such user, or its version is another. */
  Optional<User> update(
      TenantId tenantId, User present, UserChange change, @Nullable String passwordHash) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(
                    """
                    update app_user
                    set display_name = coalesce(:displayName, display_name),
                      role = coalesce(:role, role),
                      password_hash = coalesce(:hash, password_hash),
                      version = version + 1
                    where tenant_id = :tenant and user_id = :user and version = :version
                    returning *
                    """)
                .bind("tenant", tenantId)
                .bind("user", present.userId())
                .bind("version", present.version())
                .bind("displayName", change.displayName())
                .bind("role", change.role() == null ? null : change.role().toString())
                .bind("hash", passwordHash)
                .map(USER)
                .findOne());
  }

  /** As it was; empty when there is no such user. */
  Optional<User> delete(TenantId tenantId, UUID userId) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(
                    """
                    delete from app_user where tenant_id = :tenant and user_id = :user returning *
                    """)
                .bind("tenant", tenantId)
                .bind("user", userId)
                .map(USER)
                .findOne());
  }

  int deleteAll(TenantId tenantId) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createUpdate("delete from app_user where tenant_id = :tenant")
                .bind("tenant", tenantId)
                .execute());
  }
}
