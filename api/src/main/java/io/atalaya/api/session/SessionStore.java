package io.atalaya.api.session;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.Settings;
import io.atalaya.api.session.SessionState.Left;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@code stream_session}. Every change of a state names the state it leaves, so a change
 * decided on stale news changes nothing.
 */
@Singleton
final class SessionStore {
  private final Database database;
  private final Duration outageGap;

  SessionStore(Database database, Settings settings) {
    this.database = database;
    this.outageGap = settings.outageGap();
  }

  /** The database's clock, read now and not when the transaction began: locks may have waited. */
  Instant now(TenantId tenant) {
    return database.inTenant(
        tenant,
        handle -> handle.createQuery("select clock_timestamp()").mapTo(Instant.class).one());
  }

  void insert(TenantId tenant, Session session, @Nullable UUID token) {
    database.inTenant(
        tenant,
        handle ->
            SessionRows.bound(
                    handle.createUpdate(
                        """
                        insert into stream_session (tenant_id, session_id, camera_id, user_id,
                          username, client_instance_id, state, requested_at, issued_at,
                          activated_at, lease_expires_at, hard_end_at, ended_at, end_reason,
                          token_id)
                        values (:tenant, :id, :camera, :user, :username, :instance, :state,
                          :requestedAt, :issuedAt::timestamptz, :activatedAt::timestamptz, :lease,
                          :hardEnd::timestamptz, :endedAt::timestamptz, :reason, :token::uuid)
                        """),
                    session)
                .bind("camera", session.camera().cameraId())
                .bind("user", session.viewer().userId())
                .bind("username", session.viewer().username())
                .bind("instance", session.viewer().clientInstanceId())
                .bind("requestedAt", session.history().requestedAt())
                .bind("issuedAt", session.history().issuedAt())
                .bind("token", token)
                .execute());
  }

  Optional<Session> find(TenantId tenant, SessionId id) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select * from stream_session
                    where tenant_id = :tenant and session_id = :id
                    """)
                .bind("tenant", tenant)
                .bind("id", id)
                .map((rows, _) -> SessionRows.session(rows))
                .findOne());
  }

  /**
   * With a lock on the row until the transaction ends. The clock is read outside the part that
   * waits for the lock, and so after it.
   */
  Optional<LockedSession> lock(TenantId tenant, SessionId id) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    with locked as materialized (
                      select * from stream_session
                      where tenant_id = :tenant and session_id = :id for update
                    )
                    select locked.*, clock_timestamp() as locked_at from locked
                    """)
                .bind("tenant", tenant)
                .bind("id", id)
                .map((rows, _) ->
                    new LockedSession(
                        SessionRows.session(rows),
                        rows.getObject("token_id", UUID.class),
                        rows.getObject("token_spent_by", UUID.class),
                        rows.getTimestamp("locked_at").toInstant()))
                .findOne());
  }

  /** Those of a person's own among {@code ids}, locked in one order. */
  List<Session> lockOwn(TenantId tenant, UUID user, Collection<SessionId> ids) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select * from stream_session
                    where tenant_id = :tenant and session_id = any(:ids) and user_id = :user
                    order by session_id for update
                    """)
                .bind("tenant", tenant)
                .bindArray("ids", UUID.class, ids.stream().<Object>map(SessionId::value).toList())
                .bind("user", user)
                .map((rows, _) -> SessionRows.session(rows))
                .list());
  }

  /** A person's live sessions in the tabs that the wishes name, locked: what was reloaded. */
  List<Session> lockRunning(TenantId tenant, UUID user, List<Wish> wishes, Instant now) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select s.* from stream_session s
                    join unnest(:cameras::text[], :instances::text[]) as wish (camera, instance)
                      on s.camera_id = wish.camera and s.client_instance_id = wish.instance
                    where s.tenant_id = :tenant and s.user_id = :user
                      and s.state in ('issued', 'active') and s.lease_expires_at > :now
                    order by s.session_id for update of s
                    """)
                .bind("tenant", tenant)
                .bindArray(
                    "cameras",
                    String.class,
                    wishes.stream().<Object>map(wish -> wish.camera().value()).toList())
                .bindArray(
                    "instances",
                    String.class,
                    wishes.stream().<@Nullable Object>map(Wish::clientInstanceId).toList())
                .bind("user", user)
                .bind("now", now)
                .map((rows, _) -> SessionRows.session(rows))
                .list());
  }

  /** Compare and set: empty when the row is no longer in {@code from}. */
  Optional<Session> move(TenantId tenant, SessionPhase from, Session to, Instant now) {
    return database.inTenant(
        tenant,
        handle ->
            SessionRows.bound(
                    handle.createQuery(
                        """
                        update stream_session set state = :state, lease_expires_at = :lease,
                          issued_at = case when :state = 'issued' then coalesce(issued_at, :now)
                                           else issued_at end,
                          activated_at = coalesce(:activatedAt::timestamptz, activated_at),
                          hard_end_at = coalesce(:hardEnd::timestamptz, hard_end_at),
                          left_at = :leftAt::timestamptz,
                          ended_at = :endedAt::timestamptz, end_reason = :reason
                        where tenant_id = :tenant and session_id = :id and state = :from
                        returning *
                        """),
                    to)
                .bind("from", from)
                .bind("now", now)
                .bind("leftAt", to.state() instanceof Left left ? left.leftAt() : null)
                .map((rows, _) -> SessionRows.session(rows))
                .findOne());
  }

  /**
   * Makes {@code token} the one that opens playback, or none when it is null; the one before opens
   * nothing any more.
   */
  void setToken(TenantId tenant, SessionId id, @Nullable UUID token) {
    database.inTenant(
        tenant,
        handle ->
            handle
                .createUpdate(
                    """
                    update stream_session set token_id = :token::uuid, token_spent_by = null
                    where tenant_id = :tenant and session_id = :id
                      and state in ('requested', 'issued', 'active')
                    """)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("token", token)
                .execute());
  }

  /** Notes which run of which gateway came with the token. */
  void spendToken(TenantId tenant, SessionId id, String node, UUID boot) {
    database.inTenant(
        tenant,
        handle ->
            handle
                .createUpdate(
                    """
                    update stream_session set token_spent_by = :boot, node_id = :node
                    where tenant_id = :tenant and session_id = :id and state = 'active'
                    """)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("node", node)
                .bind("boot", boot)
                .execute());
  }

  /** All that are not over, of a tenant or of one of its cameras, locked. */
  List<Session> lockLive(TenantId tenant, Optional<CameraId> camera) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select * from stream_session
                    where tenant_id = :tenant and state in ('requested', 'issued', 'active')
                      and (:camera::text is null or camera_id = :camera)
                    order by session_id for update
                    """)
                .bind("tenant", tenant)
                .bind("camera", camera.map(CameraId::value).orElse(null))
                .map((rows, _) -> SessionRows.session(rows))
                .list());
  }

  /** All of one person that are not over, locked. */
  @CrossTenant("people of the platform watch in any tenant")
  List<Session> lockLiveOf(UUID user) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select * from stream_session
                where state in ('requested', 'issued', 'active') and user_id = :user
                order by tenant_id, session_id for update
                """)
            .bind("user", user)
            .map((rows, _) -> SessionRows.session(rows))
            .list());
  }

  /**
   * Some that are not over although their time has run out; what others hold is left to them. None
   * after an outage that nobody has made up for, even if this very thread slept through it.
   */
  @CrossTenant("the sweeper serves all tenants")
  List<Session> lockLapsed(int limit) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select * from stream_session
                where state in ('requested', 'issued', 'active')
                  and lease_expires_at <= clock_timestamp()
                  and exists (
                    select from control_plane
                    where seen_at >= statement_timestamp() - make_interval(secs => :gap))
                order by lease_expires_at limit :limit for update skip locked
                """)
            .bind("gap", outageGap.toSeconds())
            .bind("limit", limit)
            .map((rows, _) -> SessionRows.session(rows))
            .list());
  }

  /** Removes some that were asked for before {@code age} and are over; returns how many. */
  @CrossTenant("retention is the same for all tenants")
  int purgeOlderThan(Duration age, int limit) {
    return database.acrossTenants(handle ->
        handle
            .createUpdate(
                """
                with old as materialized (
                  select tenant_id, session_id from stream_session
                  where state in ('ended', 'expired')
                    and requested_at < clock_timestamp() - make_interval(secs => :seconds)
                  order by requested_at, session_id limit :limit for update skip locked)
                delete from stream_session s using old
                where s.tenant_id = old.tenant_id and s.session_id = old.session_id
                """)
            .bind("seconds", age.toSeconds())
            .bind("limit", limit)
            .execute());
  }

  /** Removes all rows of a tenant that is being taken down; returns how many. */
  int purge(TenantId tenant) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createUpdate("delete from stream_session where tenant_id = :tenant")
                .bind("tenant", tenant)
                .execute());
  }
}
