package io.atalaya.api.session;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Counts of {@code stream_session}: which rows hold slots, by the clock and not by a counter. */
@Singleton
final class SlotStore {
  /** The caller's own sessions that a refusal names. */
  private static final int MAX_CONFLICTS = 50;

  /** A lease over for longer than this was missed by many sweeps. */
  private static final int ZOMBIE_SECONDS = 60;

  private final Database database;

  SlotStore(Database database) {
    this.database = database;
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

  private static Slots.Use use(ResultSet rows, String scope) throws SQLException {
    return new Slots.Use(rows.getInt(scope + "_use"), SessionRows.atOrNull(rows, scope + "_next"));
  }
}
