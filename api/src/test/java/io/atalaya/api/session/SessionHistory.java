package io.atalaya.api.session;

import io.atalaya.api.platform.Database;
import java.time.Instant;
import java.util.UUID;

/** Writes sessions that were there before a test began, by the steps that the database allows. */
record SessionHistory(Database database, String tenant, String camera, UUID user) {
  static SessionHistory of(Database database, String tenant, String camera, UUID user) {
    return new SessionHistory(database, tenant, camera, user);
  }

  /** One that is over; {@code activated} is null when nobody came. */
  void over(Instant issued, Instant activated, Instant ended, String state, String reason) {
    UUID id = issued(issued, ended);
    database.acrossTenants(handle ->
        handle.execute(
            """
            update stream_session set state = ?, activated_at = ?::timestamptz, ended_at = ?,
              end_reason = ?
            where session_id = ?
            """,
            state,
            activated == null ? null : activated.toString(),
            ended,
            reason,
            id));
  }

  /** One that is not. */
  void live(Instant issued, boolean active, Instant lease) {
    UUID id = issued(issued, lease);
    if (active) {
      database.acrossTenants(handle ->
          handle.execute(
              """
              update stream_session set state = 'active', activated_at = issued_at,
                hard_end_at = issued_at + interval '1 hour'
              where session_id = ?
              """,
              id));
    }
  }

  private UUID issued(Instant at, Instant lease) {
    UUID id = UUID.randomUUID();
    database.acrossTenants(handle ->
        handle.execute(
            """
            insert into stream_session (tenant_id, session_id, camera_id, user_id, username, state,
              requested_at, issued_at, lease_expires_at)
            values (?, ?, ?, ?, 'vera', 'issued', ?, ?, ?)
            """,
            tenant,
            id,
            camera,
            user,
            at,
            at,
            lease));
    return id;
  }
}
