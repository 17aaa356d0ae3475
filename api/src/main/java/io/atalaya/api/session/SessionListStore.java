package io.atalaya.api.session;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Pages of {@code stream_session}. */
@Singleton
final class SessionListStore {
  private final Database database;

  SessionListStore(Database database) {
    this.database = database;
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
        .map((rows, _) -> SessionRows.session(rows))
        .list();
  }
}
