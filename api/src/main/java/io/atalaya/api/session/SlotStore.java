package io.atalaya.api.session;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.api.session.Slots.Use;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts of {@code stream_session}: which rows hold slots, by the clock and not by a counter. */
@Singleton
final class SlotStore {
  /** The caller's own sessions that a refusal names. */
  static final int MAX_CONFLICTS = 50;

  /** A lease over for longer than this was missed by many sweeps. */
  private static final int ZOMBIE_SECONDS = 60;

  private final Database database;

  SlotStore(Database database) {
    this.database = database;
  }

  /**
   * Slots in use, as {@code user} sees them on {@code cameras}.
   *
   * @param except a session that is not counted: one's own slot is not in one's own way
   */
  SlotCounts count(
      TenantId tenant,
      UUID user,
      Collection<CameraId> cameras,
      @Nullable SessionId except,
      Instant now) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select camera_id, count(*) as all_use, min(lease_expires_at) as all_next,
                      count(*) filter (where user_id = :user) as user_use,
                      min(lease_expires_at) filter (where user_id = :user) as user_next
                    from stream_session
                    where tenant_id = :tenant and state in ('issued', 'active')
                      and lease_expires_at > :now and session_id is distinct from :except::uuid
                    group by grouping sets ((), (camera_id))
                    having grouping(camera_id) = 1 or camera_id = any(:cameras)
                    """)
                .bind("tenant", tenant)
                .bind("user", user)
                .bindArray(
                    "cameras", String.class, cameras.stream().<Object>map(CameraId::value).toList())
                .bind("except", except == null ? null : except.value())
                .bind("now", now)
                .reduceResultSet(
                    new SlotCounts(Use.NONE, Use.NONE, Map.of()),
                    (counts, rows, _) -> plus(counts, rows)));
  }

  /** The row without a camera is the whole tenant's. */
  private static SlotCounts plus(SlotCounts counts, ResultSet rows) throws SQLException {
    String camera = rows.getString("camera_id");
    if (camera == null) {
      return new SlotCounts(use(rows, "all"), use(rows, "user"), counts.cameras());
    }
    var cameras = new HashMap<>(counts.cameras());
    cameras.put(new CameraId(camera), use(rows, "all"));
    return new SlotCounts(counts.tenant(), counts.user(), cameras);
  }

  /** A person's sessions that wait for their token. */
  Use requested(TenantId tenant, UUID user, Instant now) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select count(*) as waiting_use, min(lease_expires_at) as waiting_next
                    from stream_session
                    where tenant_id = :tenant and user_id = :user
                      and state = 'requested' and lease_expires_at > :now
                    """)
                .bind("tenant", tenant)
                .bind("user", user)
                .bind("now", now)
                .map((rows, _) -> use(rows, "waiting"))
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
                .map((rows, _) -> SessionRows.session(rows))
                .list());
  }

  /** Slots in use now: of the tenant, of one person, and on the camera that has most. */
  record InUse(int tenant, int user, int busiestCamera) {}

  InUse inUse(TenantId tenant, UUID user) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select coalesce(sum(slots), 0) as all_use, coalesce(sum(own), 0) as user_use,
                      coalesce(max(slots), 0) as camera_use
                    from (
                      select count(*) as slots, count(*) filter (where user_id = :user) as own
                      from stream_session
                      where tenant_id = :tenant and state in ('issued', 'active')
                        and lease_expires_at > clock_timestamp()
                      group by camera_id
                    ) as by_camera
                    """)
                .bind("tenant", tenant)
                .bind("user", user)
                .map((rows, _) ->
                    new InUse(
                        rows.getInt("all_use"), rows.getInt("user_use"), rows.getInt("camera_use")))
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

  @CrossTenant("the operator's figures are sums over all tenants")
  SessionGauges.Census census() {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select
                  count(*) filter (where state = 'requested' and lease_expires_at > t) as requested,
                  count(*) filter (where state = 'issued' and lease_expires_at > t) as issued,
                  count(*) filter (where state = 'active' and lease_expires_at > t) as active,
                  count(*) filter (
                    where lease_expires_at < t - make_interval(secs => :zombie)
                      or (state = 'active' and lease_expires_at > t and node_id is null
                        and activated_at < t - make_interval(secs => :zombie))) as zombies
                from stream_session, clock_timestamp() as t
                where state in ('requested', 'issued', 'active')
                """)
            .bind("zombie", ZOMBIE_SECONDS)
            .map((rows, _) ->
                new SessionGauges.Census(
                    Map.of(
                        SessionPhase.REQUESTED, rows.getLong("requested"),
                        SessionPhase.ISSUED, rows.getLong("issued"),
                        SessionPhase.ACTIVE, rows.getLong("active")),
                    rows.getLong("zombies")))
            .one());
  }

  private static Use use(ResultSet rows, String scope) throws SQLException {
    return new Use(rows.getInt(scope + "_use"), SessionRows.atOrNull(rows, scope + "_next"));
  }
}
