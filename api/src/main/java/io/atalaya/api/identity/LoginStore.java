package io.atalaya.api.identity;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** Rows of {@code login_session}, by the database's clock. */
@Singleton
final class LoginStore {
  /** How long a browser may be idle and still be signed in. */
  static final Duration IDLE_LIMIT = Duration.ofHours(12);

  /** A sign-in used is renewed, but not more often than this: reading should not write. */
  private static final Duration RENEWAL_STEP = Duration.ofMinutes(15);

  private static final RowMapper<User> USER = ConstructorMapper.of(User.class);

  private final Database database;

  LoginStore(Database database) {
    this.database = database;
  }

  void insert(TenantId tenantId, UUID userId, byte[] secretHash) {
    database.inTenant(tenantId, handle -> insert(handle, tenantId, userId, secretHash));
  }

  @CrossTenant("people of the platform are in no tenant")
  void insertPlatform(UUID userId, byte[] secretHash) {
    database.acrossTenants(handle -> insert(handle, null, userId, secretHash));
  }

  /** Who is signed in with this secret; slides the expiry. */
  Optional<User> use(TenantId tenantId, byte[] secretHash) {
    return database.inTenant(tenantId, handle -> use(handle, tenantId, secretHash));
  }

  /** The same for people of the platform. */
  @CrossTenant("people of the platform are in no tenant")
  Optional<User> usePlatform(byte[] secretHash) {
    return database.acrossTenants(handle -> use(handle, null, secretHash));
  }

  /** The same as {@link #use}, but looking is no use of it: nothing slides. */
  Optional<User> find(TenantId tenantId, byte[] secretHash) {
    return database
        .inTenant(tenantId, handle -> find(handle, tenantId, secretHash))
        .map(SignedInUser::user);
  }

  /** The same for people of the platform. */
  @CrossTenant("people of the platform are in no tenant")
  Optional<User> findPlatform(byte[] secretHash) {
    return database.acrossTenants(handle -> find(handle, null, secretHash)).map(SignedInUser::user);
  }

  /** Whose it was; empty when it was no sign-in. */
  Optional<User> delete(TenantId tenantId, byte[] secretHash) {
    return database.inTenant(tenantId, handle -> delete(handle, tenantId, secretHash));
  }

  @CrossTenant("people of the platform are in no tenant")
  Optional<User> deletePlatform(byte[] secretHash) {
    return database.acrossTenants(handle -> delete(handle, null, secretHash));
  }

  int deleteOf(TenantId tenantId, UUID userId) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createUpdate(
                    "delete from login_session where tenant_id = :tenant and user_id = :user")
                .bind("tenant", tenantId)
                .bind("user", userId)
                .execute());
  }

  private static int insert(
      Handle handle, @Nullable TenantId tenantId, UUID userId, byte[] secretHash) {
    handle
        .createUpdate("delete from login_session where user_id = :user and expires_at <= now()")
        .bind("user", userId)
        .execute();
    return handle
        .createUpdate(
            """
            insert into login_session (secret_hash, tenant_id, user_id, expires_at)
            values (:hash, :tenant, :user, now() + :idleSeconds * interval '1 second')
            """)
        .bind("hash", secretHash)
        .bind("tenant", text(tenantId))
        .bind("user", userId)
        .bind("idleSeconds", IDLE_LIMIT.toSeconds())
        .execute();
  }

  private static Optional<User> use(Handle handle, @Nullable TenantId tenantId, byte[] secretHash) {
    Optional<SignedInUser> found = find(handle, tenantId, secretHash);
    if (found.filter(SignedInUser::isToBeRenewed).isPresent()) {
      renew(handle, secretHash);
    }
    return found.map(SignedInUser::user);
  }

  private static Optional<SignedInUser> find(
      Handle handle, @Nullable TenantId tenantId, byte[] secretHash) {
    return handle
        .createQuery(
            """
            select u.*,
              s.expires_at < now() + (:idleSeconds - :stepSeconds) * interval '1 second'
                as is_to_be_renewed
            from login_session s join app_user u using (user_id)
            where s.secret_hash = :hash and s.tenant_id is not distinct from :tenant
              and s.expires_at > now()
            """)
        .bind("hash", secretHash)
        .bind("tenant", text(tenantId))
        .bind("idleSeconds", IDLE_LIMIT.toSeconds())
        .bind("stepSeconds", RENEWAL_STEP.toSeconds())
        .map((rows, context) ->
            new SignedInUser(USER.map(rows, context), rows.getBoolean("is_to_be_renewed")))
        .findOne();
  }

  private static void renew(Handle handle, byte[] secretHash) {
    handle
        .createUpdate(
            """
            update login_session set expires_at = now() + :idleSeconds * interval '1 second'
            where secret_hash = :hash
            """)
        .bind("hash", secretHash)
        .bind("idleSeconds", IDLE_LIMIT.toSeconds())
        .execute();
  }

  private record SignedInUser(User user, boolean isToBeRenewed) {}

  private static Optional<User> delete(
      Handle handle, @Nullable TenantId tenantId, byte[] secretHash) {
    return handle
        .createQuery(
            """
            with gone as (
              delete from login_session
              where secret_hash = :hash and tenant_id is not distinct from :tenant
              returning user_id)
            select app_user.* from gone join app_user using (user_id)
            """)
        .bind("hash", secretHash)
        .bind("tenant", text(tenantId))
        .map(USER)
        .findOne();
  }

  private static @Nullable String text(@Nullable TenantId tenantId) {
    return tenantId == null ? null : tenantId.value();
  }
}
