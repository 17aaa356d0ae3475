package io.atalaya.api.session;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Pages of {@code stream_session}, newest first, as the sessions look now.
 *
 * <p>The live and the over are read apart, each from its own indexes, and of neither more than a
 * page where nothing is asked but whose they are; a tenant's live ones are as few as it has slots.
 * A live row whose time ran out counts as what it is now, swept or not.
 */
@Singleton
final class SessionListStore {
  private static final String LIVE =
      """
      select * from (
        select s.*, case
            when s.lease_expires_at > statement_timestamp() then s.state
            when s.state = 'active' and s.lease_expires_at >= s.hard_end_at then 'ended'
            else 'expired' end as phase_now,
          case when s.state = 'requested' then 'never_issued'
            when s.state = 'issued' then 'never_claimed'
            when s.lease_expires_at >= s.hard_end_at then 'max_duration'
            else 'lease_lapsed' end as lapse_reason
        from stream_session s where s.state in ('requested', 'issued', 'active')
      ) live
      """;

  private static final String OVER =
      """
      select over.*, over.state as phase_now, over.end_reason as lapse_reason
      from stream_session over
      """;

  private static final String NEWEST = " order by requested_at desc, session_id desc limit :rows";

  /** No plan lets a session last longer than a week, so its request is not much older. */
  private static final String WATCHED =
      """
       and requested_at > :watchedAt::timestamptz - interval '8 days'
       and requested_at <= :watchedAt and activated_at <= :watchedAt
      """;

  private final Database database;

  SessionListStore(Database database) {
    this.database = database;
  }

  List<Session> page(TenantId tenant, SessionFilter filter, PageRequest page) {
    return database.inTenant(
        tenant,
        handle ->
            page(handle, "tenant_id = :tenant", filter, page)
                .bind("tenant", tenant)
                .map((rows, _) -> seen(rows))
                .list());
  }

  @CrossTenant("the operator's list of all sessions")
  List<Session> pageOfAll(SessionFilter filter, PageRequest page) {
    return database.acrossTenants(
        handle -> page(handle, "true", filter, page).map((rows, _) -> seen(rows)).list());
  }

  private static Session seen(ResultSet rows) throws SQLException {
    return SessionRows.session(rows).seenAt(rows.getTimestamp("seen_at").toInstant());
  }

  private static Query page(Handle handle, String scope, SessionFilter filter, PageRequest page) {
    return bound(handle.createQuery(sql(scope, filter, page)), filter, page);
  }

  /** Only the conditions that are asked for, so that each finds its index. */
  static String sql(String scope, SessionFilter filter, PageRequest page) {
    var where =
        new StringBuilder(scope).append(" and requested_at >= :from and requested_at < :to");
    if (!page.after().isEmpty()) {
      where.append(" and (requested_at, session_id) < (:afterAt, :afterId)");
    }
    filter.camera().ifPresent(_ -> where.append(" and camera_id = :camera"));
    filter.user().ifPresent(_ -> where.append(" and user_id = :user"));
    var live = new StringBuilder(where);
    var over = new StringBuilder(where).append(" and state in ('ended', 'expired')");
    if (!filter.phases().isEmpty()) {
      live.append(" and phase_now = any (:phases)");
      over.append(" and state = any (:phases)");
    }
    if (filter.reason().isPresent()) {
      live.append(" and phase_now in ('ended', 'expired') and lapse_reason = :reason");
      over.append(" and end_reason = :reason");
    }
    if (filter.watchedAt().isPresent()) {
      live.append(WATCHED).append(" and lease_expires_at > :watchedAt");
      over.append(WATCHED).append(" and ended_at > :watchedAt");
    }
    return "select *, statement_timestamp() as seen_at from ((%s where %s %s) union all (%s where %s %s)) newest %s"
        .formatted(LIVE, live, NEWEST, OVER, over, NEWEST, NEWEST);
  }

  static Query bound(Query query, SessionFilter filter, PageRequest page) {
    query
        .bind("from", filter.requested().from())
        .bind("to", filter.requested().to())
        .bind("rows", page.rowsToRead());
    filter.camera().ifPresent(camera -> query.bind("camera", camera));
    filter.user().ifPresent(user -> query.bind("user", user));
    filter.reason().ifPresent(reason -> query.bind("reason", reason));
    filter.watchedAt().ifPresent(at -> query.bind("watchedAt", at));
    if (!filter.phases().isEmpty()) {
      query.bindArray(
          "phases",
          String.class,
          filter.phases().stream().<Object>map(SessionPhase::toString).toList());
    }
    if (!page.after().isEmpty()) {
      query
          .bind("afterAt", Instant.parse(page.after().getFirst()))
          .bind("afterId", UUID.fromString(page.after().getLast()));
    }
    return query;
  }
}
