package io.atalaya.api.session;

import io.atalaya.api.session.SessionState.Active;
import io.atalaya.api.session.SessionState.Issued;
import io.atalaya.api.session.SessionState.Left;
import io.atalaya.api.session.SessionState.Over;
import io.atalaya.api.session.SessionState.Requested;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** What a row of {@code stream_session} says, and how it is written; for the stores of it. */
final class SessionRows {
  private SessionRows() {}

  static <S extends SqlStatement<S>> S bound(S statement, Session session) {
    SessionState state = session.state();
    Active active = state instanceof Active watching ? watching : null;
    Over over = state instanceof Over ended ? ended : null;
    return statement
        .bind("tenant", session.camera().tenantId())
        .bind("id", session.id())
        .bind("state", state.phase())
        .bind(
            "lease",
            switch (state) {
              case SessionState.Live live -> live.lapsesAt();
              case Over ended -> ended.at();
            })
        .bind("activatedAt", active == null ? null : active.activatedAt())
        .bind("hardEnd", active == null ? null : active.endsAt())
        .bind("endedAt", over == null ? null : over.at())
        .bind("reason", over == null ? null : over.reason().value());
  }

  static Session session(ResultSet rows) throws SQLException {
    return new Session(
        new SessionId(rows.getObject("session_id", UUID.class)),
        new StreamKey(
            new TenantId(rows.getString("tenant_id")), new CameraId(rows.getString("camera_id"))),
        new Session.Viewer(
            rows.getObject("user_id", UUID.class),
            rows.getString("username"),
            rows.getString("client_instance_id")),
        state(rows),
        new Session.History(
            at(rows, "requested_at"), atOrNull(rows, "issued_at"), atOrNull(rows, "activated_at")));
  }

  private static SessionState state(ResultSet rows) throws SQLException {
    Instant lease = at(rows, "lease_expires_at");
    return switch (phase(rows)) {
      case REQUESTED -> new Requested(lease);
      case ISSUED -> new Issued(lease);
      case ACTIVE -> active(rows, lease);
      case ENDED ->
          new SessionState.Ended(at(rows, "ended_at"), new EndReason(rows.getString("end_reason")));
      case EXPIRED ->
          new SessionState.Expired(
              at(rows, "ended_at"), new EndReason(rows.getString("end_reason")));
    };
  }

  private static SessionState active(ResultSet rows, Instant lease) throws SQLException {
    Instant leftAt = atOrNull(rows, "left_at");
    Instant since = at(rows, "activated_at");
    Instant endsAt = at(rows, "hard_end_at");
    return leftAt == null
        ? new Active(since, lease, endsAt)
        : new Left(since, leftAt, lease, endsAt);
  }

  private static SessionPhase phase(ResultSet rows) throws SQLException {
    return SessionPhase.valueOf(rows.getString("state").toUpperCase(Locale.ROOT));
  }

  private static Instant at(ResultSet rows, String column) throws SQLException {
    return rows.getTimestamp(column).toInstant();
  }

  static @Nullable Instant atOrNull(ResultSet rows, String column) throws SQLException {
    Timestamp at = rows.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
