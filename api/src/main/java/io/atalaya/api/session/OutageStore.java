package io.atalaya.api.session;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The row of {@code control_plane}, and the leases that an outage stopped. */
@Singleton
final class OutageStore {
  private final Database database;

  OutageStore(Database database) {
    this.database = database;
  }

  /** Notes that we are at work; since when nobody was, if that is longer than {@code gap} ago. */
  @CrossTenant("replicas serve all tenants")
  Optional<Instant> noteAtWork(Duration gap) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                with before as (select seen_at from control_plane for update),
                now as (
                  update control_plane set seen_at = statement_timestamp() returning seen_at
                )
                select before.seen_at from before, now
                where now.seen_at - before.seen_at > make_interval(secs => :gap)
                """)
            .bind("gap", gap.toSeconds())
            .mapTo(Instant.class)
            .findOne());
  }

  /** Locks the tenants with a lease that lapsed since, so that none is admitting meanwhile. */
  @CrossTenant("an outage is everybody's")
  void lockTenantsWithLapsed(Instant since) {
    database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select tenant_id from tenant where tenant_id in (
                  select tenant_id from stream_session
                  where state = 'active' and lease_expires_at > :since
                    and lease_expires_at <= clock_timestamp())
                order by tenant_id for no key update
                """)
            .bind("since", since)
            .mapTo(String.class)
            .list());
  }

  /**
   * Gives a whole lease to what was being watched then; returns to how many. Not to one that had
   * lapsed when the tenant's newest slot was taken: that admission didn't count it, any other did.
   */
  @CrossTenant("an outage is everybody's")
  int renewSince(Instant since) {
    return database.acrossTenants(handle ->
        handle
            .createUpdate(
                """
                with newest as (
                  select tenant_id, max(issued_at) as taken_at from stream_session
                  where state in ('issued', 'active') group by tenant_id
                ),
                alive as (
                  select s.tenant_id, s.session_id
                  from stream_session s join newest using (tenant_id)
                  where s.state = 'active' and s.left_at is null and s.lease_expires_at > :since
                    and s.lease_expires_at < s.hard_end_at
                    and s.lease_expires_at > newest.taken_at
                  order by s.tenant_id, s.session_id for update of s
                )
                update stream_session s set lease_expires_at =
                  least(hard_end_at, clock_timestamp() + make_interval(secs => :lease))
                from alive a where s.tenant_id = a.tenant_id and s.session_id = a.session_id
                """)
            .bind("since", since)
            .bind("lease", SessionDecision.LEASE.toSeconds())
            .execute());
  }
}
