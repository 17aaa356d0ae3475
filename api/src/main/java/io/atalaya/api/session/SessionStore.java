package io.atalaya.api.session;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.session.SessionState.Active;
import io.atalaya.api.session.SessionState.Issued;
import io.atalaya.api.session.SessionState.Over;
import io.atalaya.api.session.SessionState.Requested;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@code stream_session}. Every change of a state names the state it leaves, so a change
 * decided on stale news changes nothing.
 */
@Singleton
final class SessionStore {
  /** The caller's own sessions that a refusal names. */
  private static final int MAX_CONFLICTS = 50;

  private final Database database;

  SessionStore(Database database) {
    this.database = database;
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
            bound(
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
                .map((rows, _) -> session(rows))
                .findOne());
  }

  /** With a lock on the row until the transaction ends. */
  Optional<LockedSession> lock(TenantId tenant, SessionId id) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select * from stream_session
                    where tenant_id = :tenant and session_id = :id for update
                    """)
                .bind("tenant", tenant)
                .bind("id", id)
                .map((rows, _) ->
                    new LockedSession(
                        session(rows),
                        rows.getObject("token_id", UUID.class),
                        rows.getObject("token_spent_by", UUID.class)))
                .findOne());
  }

  /** The live session of the same person, camera and tab, locked; a reloaded page goes on in it. */
  Optional<Session> lockSame(TenantId tenant, CameraId camera, Session.Viewer viewer, Instant now) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select * from stream_session
                    where tenant_id = :tenant and camera_id = :camera and user_id = :user
                      and client_instance_id = :instance
                      and state in ('issued', 'active') and lease_expires_at > :now
                    order by session_id desc limit 1 for update
                    """)
                .bind("tenant", tenant)
                .bind("camera", camera)
                .bind("user", viewer.userId())
                .bind("instance", viewer.clientInstanceId())
                .bind("now", now)
                .map((rows, _) -> session(rows))
                .findOne());
  }

  /** Slots that others than {@code session} hold, as its person and its camera see them. */
  Slots slots(TenantId tenant, Session session, Instant now) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select count(*) as tenant_use, min(lease_expires_at) as tenant_next,
                      count(*) filter (where user_id = :user) as user_use,
                      min(lease_expires_at) filter (where user_id = :user) as user_next,
                      count(*) filter (where camera_id = :camera) as camera_use,
                      min(lease_expires_at) filter (where camera_id = :camera) as camera_next
                    from stream_session
                    where tenant_id = :tenant and state in ('issued', 'active')
                      and lease_expires_at > :now and session_id <> :except
                    """)
                .bind("tenant", tenant)
                .bind("camera", session.camera().cameraId())
                .bind("user", session.viewer().userId())
                .bind("except", session.id())
                .bind("now", now)
                .map((rows, _) ->
                    new Slots(use(rows, "tenant"), use(rows, "user"), use(rows, "camera")))
                .one());
  }

  @CrossTenant("the operator's list of tenants says how many sessions are live in each")
  Map<TenantId, Integer> liveByTenant() {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select tenant_id, count(*) as live from stream_session
                where state in ('issued', 'active') and lease_expires_at > clock_timestamp()
                group by tenant_id
                """)
            .reduceRows(
                new HashMap<>(),
                (counts, row) -> {
                  counts.put(
                      new TenantId(row.getColumn("tenant_id", String.class)),
                      row.getColumn("live", Integer.class));
                  return counts;
                }));
  }

  /** Slots in use now, of the tenant and of one person. */
  record InUse(int tenant, int user) {}

  InUse inUse(TenantId tenant, UUID user) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select count(*) as all_use, count(*) filter (where user_id = :user) as user_use
                    from stream_session
                    where tenant_id = :tenant and state in ('issued', 'active')
                      and lease_expires_at > clock_timestamp()
                    """)
                .bind("tenant", tenant)
                .bind("user", user)
                .map((rows, _) -> new InUse(rows.getInt("all_use"), rows.getInt("user_use")))
                .one());
  }

  /** A person's sessions that hold slots, oldest first. */
  List<Session> holding(TenantId tenant, UUID user, Instant now) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select * from stream_session
                    where tenant_id = :tenant and user_id = :user
                      and state in ('issued', 'active') and lease_expires_at > :now
                    order by session_id limit :limit
                    """)
                .bind("tenant", tenant)
                .bind("user", user)
                .bind("now", now)
                .bind("limit", MAX_CONFLICTS)
                .map((rows, _) -> session(rows))
                .list());
  }

  /** Compare and set: false when the row is no longer in {@code from}. */
  boolean move(TenantId tenant, SessionPhase from, Session to, Instant now) {
    return database.inTenant(tenant, handle -> move(handle, from, to, now));
  }

  private static boolean move(Handle handle, SessionPhase from, Session to, Instant now) {
    return bound(
                handle.createUpdate(
                    """
                    update stream_session set state = :state, lease_expires_at = :lease,
                      issued_at = case when :state = 'issued' then coalesce(issued_at, :now)
                                       else issued_at end,
                      activated_at = coalesce(:activatedAt::timestamptz, activated_at),
                      hard_end_at = coalesce(:hardEnd::timestamptz, hard_end_at),
                      ended_at = :endedAt::timestamptz, end_reason = :reason
                    where tenant_id = :tenant and session_id = :id and state = :from
                    """),
                to)
            .bind("from", from)
            .bind("now", now)
            .execute()
        == 1;
  }

  /** Makes {@code token} the one that opens playback; the one before opens nothing any more. */
  void setToken(TenantId tenant, SessionId id, UUID token) {
    database.inTenant(
        tenant,
        handle ->
            handle
                .createUpdate(
                    """
                    update stream_session set token_id = :token, token_spent_by = null
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
                .map((rows, _) -> session(rows))
                .list());
  }

  List<Session> page(TenantId tenant, SessionFilter filter, PageRequest page) {
    return database.inTenant(tenant, handle -> page(handle, filter, page));
  }

  @CrossTenant("the operator's list of all sessions")
  List<Session> pageOfAll(SessionFilter filter, PageRequest page) {
    return database.acrossTenants(handle -> page(handle, filter, page));
  }

  /** Newest first: ids are made in the order of time. Row-level security leaves the scope's. */
  private static List<Session> page(Handle handle, SessionFilter filter, PageRequest page) {
    return handle
        .createQuery(
            """
            select * from stream_session
            where (:after::uuid is null or session_id < :after::uuid)
              and (:phase::text is null or (state = :phase
                and (state in ('ended', 'expired') or lease_expires_at > clock_timestamp())))
              and (:camera::text is null or camera_id = :camera)
              and (:user::uuid is null or user_id = :user::uuid)
            order by session_id desc limit :rows
            """)
        .bind(
            "after",
            page.after().isEmpty() ? null : SessionId.parse(page.after().getFirst()).value())
        .bind("phase", filter.phase().map(SessionPhase::toString).orElse(null))
        .bind("camera", filter.camera().map(CameraId::value).orElse(null))
        .bind("user", filter.user().orElse(null))
        .bind("rows", page.rowsToRead())
        .map((rows, _) -> session(rows))
        .list();
  }

  /** Some that are not over although their time has run out; what others hold is left to them. */
  @CrossTenant("the sweeper serves all tenants")
  List<Session> lockLapsed(int limit) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select * from stream_session
                where state in ('requested', 'issued', 'active')
                  and lease_expires_at <= clock_timestamp()
                order by lease_expires_at limit :limit for update skip locked
                """)
            .bind("limit", limit)
            .map((rows, _) -> session(rows))
            .list());
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

  private static <S extends SqlStatement<S>> S bound(S statement, Session session) {
    SessionState state = session.state();
    Active active = state instanceof Active watching ? watching : null;
    Over over = state instanceof Over ended ? ended : null;
    return statement
        .bind("tenant", session.camera().tenantId())
        .bind("id", session.id())
        .bind("state", state.phase())
        .bind(
            "lease",
            switch (state) {
              case SessionState.Live live -> live.lapsesAt();
              case Over ended -> ended.at();
            })
        .bind("activatedAt", active == null ? null : active.activatedAt())
        .bind("hardEnd", active == null ? null : active.endsAt())
        .bind("endedAt", over == null ? null : over.at())
        .bind("reason", over == null ? null : over.reason().value());
  }

  static Session session(ResultSet rows) throws SQLException {
    return new Session(
        new SessionId(rows.getObject("session_id", UUID.class)),
        new StreamKey(
            new TenantId(rows.getString("tenant_id")), new CameraId(rows.getString("camera_id"))),
        new Session.Viewer(
            rows.getObject("user_id", UUID.class),
            rows.getString("username"),
            rows.getString("client_instance_id")),
        state(rows),
        new Session.History(
            at(rows, "requested_at"), atOrNull(rows, "issued_at"), atOrNull(rows, "activated_at")));
  }

  private static SessionState state(ResultSet rows) throws SQLException {
    Instant lease = at(rows, "lease_expires_at");
    return switch (phase(rows)) {
      case REQUESTED -> new Requested(lease);
      case ISSUED -> new Issued(lease);
      case ACTIVE -> new Active(at(rows, "activated_at"), lease, at(rows, "hard_end_at"));
      case ENDED ->
          new SessionState.Ended(at(rows, "ended_at"), new EndReason(rows.getString("end_reason")));
      case EXPIRED ->
          new SessionState.Expired(
              at(rows, "ended_at"), new EndReason(rows.getString("end_reason")));
    };
  }

  private static SessionPhase phase(ResultSet rows) throws SQLException {
    return SessionPhase.valueOf(rows.getString("state").toUpperCase(Locale.ROOT));
  }

  private static Slots.Use use(ResultSet rows, String scope) throws SQLException {
    return new Slots.Use(rows.getInt(scope + "_use"), atOrNull(rows, scope + "_next"));
  }

  private static Instant at(ResultSet rows, String column) throws SQLException {
    return rows.getTimestamp(column).toInstant();
  }

  private static @Nullable Instant atOrNull(ResultSet rows, String column) throws SQLException {
    Timestamp at = rows.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
