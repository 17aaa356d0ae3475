package io.atalaya.api.session;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.gateway.Heartbeat.Cut;
import io.atalaya.contract.gateway.SessionCuts;
import io.atalaya.contract.id.SessionId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * Reads {@code stream_session.ended_in}: the order in which transactions ended sessions.
 *
 * <p>A reader goes on from the <em>horizon</em>, the oldest transaction still under way when it
 * looked. Everything before it is seen already; whatever commits later is at or behind it. So no
 * end is ever skipped, however long its transaction took, and some are read twice.
 */
@Singleton
final class CutStore {
  private final Database database;

  CutStore(Database database) {
    this.database = database;
  }

  @CrossTenant("transactions belong to no tenant")
  long horizon() {
    return database.acrossTenants(handle ->
        handle
            .createQuery("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            .mapTo(Long.class)
            .one());
  }

  /** The oldest first, at most {@link SessionCuts#MAX_CUTS}. */
  @CrossTenant("a gateway serves many tenants")
  List<Cut> since(String node, long horizon) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select session_id, state = 'expired' as expired, end_reason, ended_at
                from stream_session
                where node_id = :node and ended_in >= :horizon::text::xid8
                order by ended_in limit :limit
                """)
            .bind("node", node)
            .bind("horizon", horizon)
            .bind("limit", SessionCuts.MAX_CUTS)
            .map((rows, _) ->
                new Cut(
                    new SessionId(rows.getObject("session_id", UUID.class)),
                    rows.getBoolean("expired"),
                    rows.getString("end_reason"),
                    rows.getTimestamp("ended_at").toInstant()))
            .list());
  }
}
