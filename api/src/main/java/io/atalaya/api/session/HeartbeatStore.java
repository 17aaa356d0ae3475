package io.atalaya.api.session;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.gateway.Heartbeat;
import io.atalaya.contract.id.SessionId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/** The batched half of {@code stream_session}: a gateway serves the sessions of many tenants. */
@Singleton
final class HeartbeatStore {
  private static final String BEAT =
      """
      with beat as (
        select distinct on (tenant_id, session_id) *
        from unnest(:tenants::text[], :ids::uuid[], :bytes::bigint[], :idle::bigint[])
          as watched (tenant_id, session_id, bytes_sent, idle_millis)
      )
      """;

  private final Database database;

  HeartbeatStore(Database database) {
    this.database = database;
  }

  @CrossTenant("the clock belongs to no tenant")
  Instant now() {
    return database.acrossTenants(
        handle -> handle.createQuery("select clock_timestamp()").mapTo(Instant.class).one());
  }

  /**
   * {@link SessionDecision}'s answer to a heartbeat, for many at once. Rows are locked in one
   * order, so that two batches can't wait for each other in a circle.
   *
   * @return the sessions that live on
   */
  @CrossTenant("a gateway serves many tenants")
  List<SessionId> renew(List<Heartbeat.Watched> watched) {
    return database.acrossTenants(handle ->
        bound(
                handle.createQuery(
                    BEAT
                        + """
                        , alive as (
                          select s.tenant_id, s.session_id, b.bytes_sent, b.idle_millis
                          from stream_session s join beat b using (tenant_id, session_id)
                          where s.state = 'active' and s.lease_expires_at > clock_timestamp()
                          order by s.tenant_id, s.session_id for update of s
                        )
                        update stream_session s set
                          lease_expires_at = case when s.left_at is not null
                            then s.lease_expires_at
                            else least(s.hard_end_at, greatest(s.lease_expires_at,
                              clock_timestamp()
                                + make_interval(secs =>
                                  :lease - least(greatest(a.idle_millis, 0), 3600000) / 1000.0)))
                            end,
                          bytes_sent = greatest(s.bytes_sent, a.bytes_sent)
                        from alive a
                        where s.tenant_id = a.tenant_id and s.session_id = a.session_id
                        returning s.session_id
                        """),
                watched)
            .bind("lease", SessionDecision.LEASE.toSeconds())
            .mapTo(SessionId.class)
            .list());
  }

  @CrossTenant("a gateway serves many tenants")
  List<Session> find(List<Heartbeat.Watched> watched) {
    return database.acrossTenants(handle ->
        bound(
                handle.createQuery(
                    BEAT
                        + """
                        select s.* from stream_session s join beat b using (tenant_id, session_id)
                        """),
                watched)
            .map((rows, _) -> SessionRows.session(rows))
            .list());
  }

  private static <S extends SqlStatement<S>> S bound(S statement, List<Heartbeat.Watched> watched) {
    return statement
        .bindArray(
            "tenants",
            String.class,
            watched.stream().<Object>map(one -> one.tenantId().value()).toList())
        .bindArray(
            "ids",
            UUID.class,
            watched.stream().<Object>map(one -> one.sessionId().value()).toList())
        .bindArray(
            "bytes",
            Long.class,
            watched.stream().<Object>map(Heartbeat.Watched::bytesSent).toList())
        .bindArray(
            "idle",
            Long.class,
            watched.stream().<Object>map(Heartbeat.Watched::idleMillis).toList());
  }
}
