package io.atalaya.api.session;

import io.atalaya.api.platform.Database;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Use per day, computed from the rows of sessions and refusals. */
@Singleton
final class UsageStore {
  /**
   * A session cannot end later after its first day than this: a plan's longest is seven days (a
   * constraint), and a claim window comes before it. Bounds how many rows are read for days long
   * ago.
   */
  private static final int LONGEST_DAYS = 8;

  /**
   * Cuts each session at midnight; then walks over a day's beginnings (+1) and ends (-1) in order
   * and keeps the highest level. At one moment ends come first: who takes over a slot is not two.
   */
  private static final String DAYS =
      """
      with held as (
        select issued_at, activated_at, least(lease_expires_at, :now::timestamptz) as until
        from stream_session
        where tenant_id = :tenant and state in ('issued', 'active') and issued_at < :ends::timestamptz
        union all
        select issued_at, activated_at, ended_at
        from stream_session
        where tenant_id = :tenant and state in ('ended', 'expired') and issued_at < :ends::timestamptz
          and ended_at > :starts::timestamptz and ended_at < :ends::timestamptz + make_interval(days => :longest)
      ),
      part as (
        select d::date as day, activated_at,
          greatest(issued_at, d at time zone 'UTC') as starts,
          least(until, (d + interval '1 day') at time zone 'UTC') as ends
        from held cross join lateral generate_series(
          date_trunc('day', greatest(issued_at, :starts::timestamptz) at time zone 'UTC'),
          least(until, :ends::timestamptz - interval '1 microsecond') at time zone 'UTC',
          interval '1 day') as d
        where until > issued_at
      ),
      level as (
        select day, sum(step) over (partition by day order by at, step) as height
        from (select day, starts as at, 1 as step from part
              union all select day, ends, -1 from part) as edge
      ),
      peak as (select day, max(height) as peak from level group by day),
      watched as (
        select day,
          sum(extract(epoch from ends - greatest(starts, activated_at)))
            filter (where activated_at < ends) as seconds,
          count(*) filter (where (activated_at at time zone 'UTC')::date = day) as begun
        from part group by day
      ),
      refused as (
        select (at at time zone 'UTC')::date as day, sum((details ->> 'count')::bigint) as refusals
        from audit_event
        where tenant_id = :tenant and action = 'stream.refused' and at >= :starts::timestamptz and at < :ends::timestamptz
        group by 1
      )
      select g::date as day, round(coalesce(seconds, 0) / 60, 1) as minutes,
        coalesce(begun, 0) as begun, coalesce(peak, 0) as peak, coalesce(refusals, 0) as refusals
      from generate_series(:first::timestamp, :last::timestamp, interval '1 day') as g
        left join watched on watched.day = g::date
        left join peak on peak.day = g::date
        left join refused on refused.day = g::date
      order by 1
      """;

  private final Database database;

  UsageStore(Database database) {
    this.database = database;
  }

  /** One for each day. */
  List<UsageDay> days(TenantId tenant, UsageDays.Range range, Instant now) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(DAYS)
                .bind("tenant", tenant)
                .bind("first", range.first())
                .bind("last", range.last())
                .bind("starts", range.first().atStartOfDay(ZoneOffset.UTC).toInstant())
                .bind("ends", range.last().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                .bind("now", now)
                .bind("longest", LONGEST_DAYS)
                .map((rows, _) ->
                    new UsageDay(
                        rows.getObject("day", LocalDate.class),
                        rows.getDouble("minutes"),
                        rows.getLong("begun"),
                        rows.getInt("peak"),
                        rows.getLong("refusals")))
                .list());
  }
}
