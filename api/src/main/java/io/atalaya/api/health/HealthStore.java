package io.atalaya.api.health;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.platform.TimeRange;
import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of {@code camera_health} and {@code camera_health_run}. */
@Singleton
final class HealthStore {
  /**
   * Only under the claim and for the generation it was judged by: a late result never overwrites a
   * newer one. Whoever locks a camera or its turn at this moment is about to change it, so it is
   * passed over instead of waited for: the batch holds many, and must wait for none.
   */
  private static final String WRITE =
      """
      with input as (
        select * from jsonb_to_recordset(:rows::jsonb) as i (
          "tenant" text, "camera" text, "claim" uuid, "generation" bigint, "summary" text,
          "since" timestamptz, "reason" text, "conditions" jsonb, "gateway" jsonb, "track" jsonb,
          "syncedAt" timestamptz, "failures" integer, "due" timestamptz, "pauseMillis" bigint)),
      mine as materialized (
        select i.* from input i
        join camera_sync s on s.tenant_id = i.tenant and s.camera_id = i.camera
        join camera c on c.tenant_id = i.tenant and c.camera_id = i.camera
        where s.claim_id = i.claim and c.generation = i.generation and not c.deleting
        order by i.tenant, i.camera
        for update of s skip locked for key share of c skip locked),
      ended as (
        insert into camera_health_run
          (tenant_id, camera_id, first_at, last_at, count, result, reason)
        select h.tenant_id, h.camera_id, h.run_first_at, h.last_sync_at, h.run_count, h.summary,
               h.reason
        from camera_health h join mine m on h.tenant_id = m.tenant and h.camera_id = m.camera
        where (h.summary, h.reason) is distinct from (m.summary, m.reason)
        on conflict do nothing),
      written as (
        insert into camera_health as h (tenant_id, camera_id, generation, summary, since, reason,
          conditions, gateway, track, last_sync_at, consecutive_failures, run_first_at, run_count)
        select m.tenant, m.camera, m.generation, m.summary, m.since, m.reason,
          m.conditions, m.gateway, m.track, m."syncedAt", m.failures, m."syncedAt", 1
        from mine m
        on conflict (tenant_id, camera_id) do update set
          generation = excluded.generation, summary = excluded.summary, since = excluded.since,
          reason = excluded.reason, conditions = excluded.conditions, gateway = excluded.gateway,
          track = excluded.track, last_sync_at = excluded.last_sync_at,
          consecutive_failures = excluded.consecutive_failures,
          run_first_at = case
            when (h.summary, h.reason) is distinct from (excluded.summary, excluded.reason)
            then excluded.last_sync_at else h.run_first_at end,
          run_count = case
            when (h.summary, h.reason) is distinct from (excluded.summary, excluded.reason)
            then 1 else h.run_count + 1 end),
      freed as (
        update camera_sync s set claim_id = null, claimed_until = null,
          due_at = case when s.due_at = m.due
            then (select clock_timestamp()) + make_interval(secs => m."pauseMillis" / 1e3)
            else s.due_at end
        from mine m where s.tenant_id = m.tenant and s.camera_id = m.camera)
      select tenant as tenant_id, camera as camera_id from mine
      """;

  /** Classes of SQLSTATE: a value that cannot be, and one that may not. */
  private static final Set<String> REFUSALS = Set.of("22", "23");

  private static final int MAX_CAUSES = 8;

  private final Database database;
  private final HealthRows rows;

  HealthStore(Database database, HealthRows rows) {
    this.database = database;
    this.rows = rows;
  }

  /**
   * What a look came to.
   *
   * @param pause until the next one
   */
  record Result(Claimed claimed, HealthReport report, Duration pause) {}

  /** A run of equal results; the last may go on. */
  record Run(String result, String reason, Instant firstAt, Instant lastAt, long count) {}

  Optional<HealthReport> find(TenantId tenant, CameraId camera) {
    return database
        .inTenant(
            tenant,
            handle ->
                handle
                    .createQuery(
                        """
                        select * from camera_health
                        where tenant_id = :tenant and camera_id = :camera
                        """)
                    .bind("tenant", tenant)
                    .bind("camera", camera)
                    .map((found, _) -> rows.report(new StreamKey(tenant, camera), found))
                    .findOne())
        .flatMap(report -> report);
  }

  /** Writes what is still true, gives the claims back, and says whose results were written. */
  @CrossTenant("the health loop writes what it saw of all tenants' cameras together")
  Set<StreamKey> write(Collection<Result> results) {
    List<Row> all = results.stream().map(HealthStore::row).toList();
    return database.acrossTenants(handle ->
        new HashSet<>(
            handle
                .createQuery(WRITE)
                .bind("rows", rows.write(all))
                .map((found, _) ->
                    new StreamKey(
                        new TenantId(found.getString("tenant_id")),
                        new CameraId(found.getString("camera_id"))))
                .list()));
  }

  /** Whether the database takes something in it from nobody, and not only now. */
  static boolean isRefusal(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .limit(MAX_CAUSES)
        .anyMatch(cause ->
            cause instanceof SQLException sql
                && sql.getSQLState() != null
                && REFUSALS.contains(sql.getSQLState().substring(0, 2)));
  }

  /** Newest first, the run that goes on at the head. */
  List<Run> history(TenantId tenant, CameraId camera, TimeRange touching, PageRequest page) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select * from (
                      select result, reason, first_at, last_at, count from camera_health_run
                      where tenant_id = :tenant and camera_id = :camera
                      union all
                      select summary, reason, run_first_at, last_sync_at, run_count
                      from camera_health where tenant_id = :tenant and camera_id = :camera) runs
                    where first_at < :before::timestamptz and first_at < :to and last_at >= :from
                    order by first_at desc limit :rows
                    """)
                .bind("tenant", tenant)
                .bind("camera", camera)
                .bind("before", page.afterOr(0, "infinity"))
                .bind("from", touching.from())
                .bind("to", touching.to())
                .bind("rows", page.rowsToRead())
                .map((found, _) ->
                    new Run(
                        found.getString("result"),
                        found.getString("reason"),
                        found.getTimestamp("first_at").toInstant(),
                        found.getTimestamp("last_at").toInstant(),
                        found.getLong("count")))
                .list());
  }

  /** Forgets runs that ended long ago, at most {@code limit}. */
  @CrossTenant("what is too old is too old for everybody")
  int forget(Duration age, int limit) {
    return database.acrossTenants(handle ->
        handle
            .createUpdate(
                """
                with old as materialized (
                  select tenant_id, camera_id, first_at from camera_health_run
                  where last_at < (select clock_timestamp()) - make_interval(secs => :age)
                  order by last_at limit :limit for update skip locked)
                delete from camera_health_run r using old
                where r.tenant_id = old.tenant_id and r.camera_id = old.camera_id
                  and r.first_at = old.first_at
                """)
            .bind("age", age.toSeconds())
            .bind("limit", limit)
            .execute());
  }

  private static Row row(Result result) {
    HealthReport report = result.report();
    return new Row(
        report.key().tenantId().value(),
        report.key().cameraId().value(),
        result.claimed().claim(),
        report.generation(),
        report.summary().toString(),
        report.since(),
        report.reason(),
        report.conditions(),
        report.gateway(),
        report.track(),
        report.lastSyncAt(),
        report.track().failures(),
        result.claimed().due(),
        result.pause().toMillis());
  }

  /** As PostgreSQL reads it. */
  private record Row(
      String tenant,
      String camera,
      UUID claim,
      long generation,
      String summary,
      Instant since,
      String reason,
      List<Condition> conditions,
      @Nullable CameraHealth gateway,
      Track track,
      Instant syncedAt,
      int failures,
      Instant due,
      long pauseMillis) {}
}
