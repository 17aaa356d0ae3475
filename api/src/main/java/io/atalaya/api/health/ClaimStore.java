package io.atalaya.api.health;

import io.atalaya.api.camera.WantedCamera;
import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Rows of {@code camera_sync}: who looks at which camera, and when it is due. The database's clock
 * decides, once a statement: {@code (select clock_timestamp())} is a value an index can be asked
 * for, the bare function is not.
 */
@Singleton
final class ClaimStore {
  /**
   * From each tenant its longest due, then turn by turn; what another replica takes at this moment
   * is passed over.
   */
  private static final String CLAIM =
      """
      with turn as materialized (
        select due.* from tenant t cross join lateral (
          select s.tenant_id, s.camera_id, s.due_at, row_number() over (order by s.due_at) as turn
          from camera_sync s
          where s.tenant_id = t.tenant_id and s.due_at <= (select clock_timestamp())
            and (s.claimed_until is null or s.claimed_until <= (select clock_timestamp()))
          order by s.due_at limit :share) due
        order by due.turn, due.due_at limit :limit),
      mine as materialized (
        select s.tenant_id, s.camera_id, s.due_at
        from camera_sync s join turn using (tenant_id, camera_id)
        where s.due_at <= (select clock_timestamp())
          and (s.claimed_until is null or s.claimed_until <= (select clock_timestamp()))
        order by turn.turn, turn.due_at
        for update of s skip locked),
      claimed as (
        update camera_sync s set claim_id = :claim,
          claimed_until = (select clock_timestamp()) + make_interval(secs => :seconds)
        from mine where s.tenant_id = mine.tenant_id and s.camera_id = mine.camera_id
        returning s.tenant_id, s.camera_id, mine.due_at)
      """;

  private static final String WITH_REPORT =
      """
      select w.tenant_id, w.camera_id, w.generation as wanted_generation, w.wish,
             claimed.due_at, (select clock_timestamp()) as claimed_at, h.*
      from claimed join camera_wanted w using (tenant_id, camera_id)
      left join camera_health h using (tenant_id, camera_id)
      """;

  private final Database database;
  private final HealthRows rows;

  ClaimStore(Database database, HealthRows rows) {
    this.database = database;
    this.rows = rows;
  }

  /** Takes cameras that are due, at most {@code limit}. */
  @CrossTenant("the health loop looks at all cameras, a turn of each tenant after the other")
  List<Claimed> claimDue(UUID claim, Duration length, int share, int limit) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(CLAIM + WITH_REPORT)
            .bind("claim", claim)
            .bind("seconds", seconds(length))
            .bind("share", share)
            .bind("limit", limit)
            .map((found, _) -> claimed(found, claim))
            .list());
  }

  /** Takes this one, due or not; empty when somebody has it, or it is not there. */
  @CrossTenant("a sync is not of a tenant's share of the connections")
  Optional<Claimed> claim(StreamKey key, UUID claim, Duration length) {
    return database.acrossTenants(handle ->
        one(
            handle,
            key,
            claim,
            length,
            "claimed_until is null or s.claimed_until <= (select clock_timestamp())"));
  }

  /** Takes anew what one has, with the camera as it is now. */
  @CrossTenant("a sync is not of a tenant's share of the connections")
  Optional<Claimed> claimAgain(StreamKey key, UUID claim, Duration length) {
    return database.acrossTenants(handle -> one(handle, key, claim, length, "claim_id = :claim"));
  }

  private Optional<Claimed> one(
      Handle handle, StreamKey key, UUID claim, Duration length, String condition) {
    return handle
        .createQuery(
            """
            with claimed as (
              update camera_sync s set claim_id = :claim,
                claimed_until = (select clock_timestamp()) + make_interval(secs => :seconds)
              where s.tenant_id = :tenant and s.camera_id = :camera and (s.%s)
              returning s.tenant_id, s.camera_id, s.due_at)
            """
                    .formatted(condition)
                + WITH_REPORT)
        .bind("claim", claim)
        .bind("seconds", seconds(length))
        .bind("tenant", key.tenantId())
        .bind("camera", key.cameraId())
        .map((found, _) -> claimed(found, claim))
        .findOne();
  }

  /** Gives cameras back unseen; they are due after {@code pause}. */
  @CrossTenant("the health loop's cameras are of many tenants")
  void release(Collection<StreamKey> keys, UUID claim, Duration pause) {
    if (keys.isEmpty()) {
      return;
    }
    database.acrossTenants(handle ->
        handle
            .createUpdate(
                """
                update camera_sync s set claim_id = null, claimed_until = null,
                  due_at = (select clock_timestamp()) + make_interval(secs => :seconds)
                from unnest(:tenants, :cameras) as k (tenant_id, camera_id)
                where s.tenant_id = k.tenant_id and s.camera_id = k.camera_id
                  and s.claim_id = :claim
                """)
            .bindArray("tenants", String.class, tenants(keys))
            .bindArray("cameras", String.class, cameras(keys))
            .bind("claim", claim)
            .bind("seconds", seconds(pause))
            .execute());
  }

  /** Whether there is such a camera for the loop. */
  boolean exists(TenantId tenant, CameraId camera) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select exists (select from camera_sync
                      where tenant_id = :tenant and camera_id = :camera)
                    """)
                .bind("tenant", tenant)
                .bind("camera", camera)
                .mapTo(boolean.class)
                .one());
  }

  /** When the camera is looked at next by itself; not before now. */
  Optional<Instant> nextDue(TenantId tenant, CameraId camera) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select greatest(due_at, clock_timestamp()) from camera_sync
                    where tenant_id = :tenant and camera_id = :camera
                    """)
                .bind("tenant", tenant)
                .bind("camera", camera)
                .mapTo(Instant.class)
                .findOne());
  }

  /** Notes that somebody asks for a look; false when the last one asked just before. */
  boolean ask(TenantId tenant, CameraId camera, Duration gap) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                    .createUpdate(
                        """
                        update camera_sync set asked_at = clock_timestamp()
                        where tenant_id = :tenant and camera_id = :camera
                          and (asked_at is null or asked_at > clock_timestamp()
                            or asked_at <= clock_timestamp() - make_interval(secs => :gap))
                        """)
                    .bind("tenant", tenant)
                    .bind("camera", camera)
                    .bind("gap", seconds(gap))
                    .execute()
                > 0);
  }

  /** Of these, those that nobody wants at a gateway. */
  @CrossTenant("a gateway runs cameras of many tenants")
  Set<StreamKey> unwanted(Collection<StreamKey> keys) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select k.tenant_id, k.camera_id
                from unnest(:tenants, :cameras) as k (tenant_id, camera_id)
                where not exists (select from camera_wanted w
                  where w.tenant_id = k.tenant_id and w.camera_id = k.camera_id
                    and w.wish = 'present')
                """)
            .bindArray("tenants", String.class, tenants(keys))
            .bindArray("cameras", String.class, cameras(keys))
            .map((found, _) -> key(found))
            .list()
            .stream()
            .collect(Collectors.toSet()));
  }

  /** Of these, which their gateway pulls well, those we took for down are due now. */
  @CrossTenant("a gateway runs cameras of many tenants")
  int hastenRecovered(Collection<StreamKey> keys, Duration soon) {
    return database.acrossTenants(handle ->
        handle
            .createUpdate(
                """
                with mine as (
                  select s.tenant_id, s.camera_id
                  from unnest(:tenants, :cameras) as k (tenant_id, camera_id)
                  join camera_health h on h.tenant_id = k.tenant_id and h.camera_id = k.camera_id
                  join camera_sync s on s.tenant_id = k.tenant_id and s.camera_id = k.camera_id
                  where h.summary in ('offline', 'auth_failed', 'unknown')
                    and s.due_at > (select clock_timestamp()) + make_interval(secs => :soon)
                  for update of s skip locked)
                update camera_sync s set due_at = (select clock_timestamp())
                from mine where s.tenant_id = mine.tenant_id and s.camera_id = mine.camera_id
                """)
            .bindArray("tenants", String.class, tenants(keys))
            .bindArray("cameras", String.class, cameras(keys))
            .bind("soon", seconds(soon))
            .execute());
  }

  /** All are due within {@code spread}, evenly: a gateway came back without them. */
  @CrossTenant("a gateway runs cameras of many tenants")
  int hastenAll(Duration spread) {
    return database.acrossTenants(handle ->
        handle
            .createUpdate(
                """
                with mine as (
                  select tenant_id, camera_id from camera_sync
                  where due_at > (select clock_timestamp()) for update skip locked)
                update camera_sync s set due_at = least(s.due_at, (select clock_timestamp())
                  + make_interval(secs => :seconds * random()))
                from mine where s.tenant_id = mine.tenant_id and s.camera_id = mine.camera_id
                """)
            .bind("seconds", seconds(spread))
            .execute());
  }

  /** Makes due what a clock that jumped back has left in a future that was never meant. */
  @CrossTenant("the clock is everybody's")
  int mend(Duration longestPause, Duration claim) {
    return database.acrossTenants(handle ->
        handle
            .createUpdate(
                """
                with mine as (
                  select tenant_id, camera_id from camera_sync
                  where due_at > (select clock_timestamp()) + make_interval(secs => :pause)
                    or claimed_until > (select clock_timestamp()) + make_interval(secs => :claim)
                  for update skip locked)
                update camera_sync s set
                  due_at = least(s.due_at, (select clock_timestamp())),
                  claimed_until =
                    least(s.claimed_until,
                      (select clock_timestamp()) + make_interval(secs => :claim))
                from mine where s.tenant_id = mine.tenant_id and s.camera_id = mine.camera_id
                """)
            .bind("pause", seconds(longestPause))
            .bind("claim", seconds(claim))
            .execute());
  }

  /**
   * What waits at one moment.
   *
   * @param overdue cameras that should have been looked at more than {@code late} ago
   * @param worstTenant the most of them that one tenant has
   * @param parked cameras that are tried no more until their configuration changes
   */
  record Census(long overdue, long worstTenant, long parked) {}

  @CrossTenant("the operator's figures")
  Census census(Duration late) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select coalesce(sum(waiting.cameras), 0) as overdue,
                  coalesce(max(waiting.cameras), 0) as worst_tenant,
                  (select count(*) from camera_health where summary = 'auth_failed'
                    and gateway ->> 'state' = 'parked') as parked
                from (select count(*) as cameras from camera_sync
                  where due_at < (select clock_timestamp()) - make_interval(secs => :late)
                    and (claimed_until is null or claimed_until <= (select clock_timestamp()))
                  group by tenant_id) waiting
                """)
            .bind("late", seconds(late))
            .map((found, _) ->
                new Census(
                    found.getLong("overdue"),
                    found.getLong("worst_tenant"),
                    found.getLong("parked")))
            .one());
  }

  private Claimed claimed(ResultSet found, UUID claim) throws SQLException {
    StreamKey key = key(found);
    return new Claimed(
        new WantedCamera(
            key,
            WantedCamera.Wish.valueOf(found.getString("wish").toUpperCase(Locale.ROOT)),
            found.getLong("wanted_generation")),
        rows.report(key, found),
        claim,
        found.getTimestamp("claimed_at").toInstant(),
        found.getTimestamp("due_at").toInstant());
  }

  private static StreamKey key(ResultSet found) throws SQLException {
    return new StreamKey(
        new TenantId(found.getString("tenant_id")), new CameraId(found.getString("camera_id")));
  }

  private static List<Object> tenants(Collection<StreamKey> keys) {
    return keys.stream().<Object>map(key -> key.tenantId().value()).toList();
  }

  private static List<Object> cameras(Collection<StreamKey> keys) {
    return keys.stream().<Object>map(key -> key.cameraId().value()).toList();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
