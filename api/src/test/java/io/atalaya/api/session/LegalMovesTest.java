package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ApiClient;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.platform.Database;
import io.atalaya.api.session.SessionDecision.Become;
import io.atalaya.contract.id.TenantId;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database allows exactly the moves that the pure function makes, whoever writes. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class LegalMovesTest {
  private static final TenantId TENANT = new TenantId("ses-moves");
  private static final String REFUSED = "23000";

  @TestHTTPResource URI base;
  @Inject Database database;

  @BeforeEach
  void a_tenant() {
    ApiClient.at(base).asAdminOf(TENANT.value());
  }

  @Test
  void as_a_tenant_all_pairs_of_states_are_what_the_code_decides() {
    assertEquals(decided(), allowed(work -> database.inTenant(TENANT, work)));
  }

  @Test
  void as_the_platform_all_pairs_of_states_are_what_the_code_decides() {
    assertEquals(decided(), allowed(work -> database.acrossTenants(work)));
  }

  @Test
  void a_session_is_born_requested_or_issued_only() {
    for (SessionPhase phase : SessionPhase.values()) {
      boolean born = phase == SessionPhase.REQUESTED || phase == SessionPhase.ISSUED;
      UUID id = UUID.randomUUID();
      if (born) {
        insert(id, phase);
      } else {
        var refused = assertThrows(JdbiException.class, () -> insert(id, phase));
        assertTrue(isRefusal(refused), phase + ": " + refused.getMessage());
      }
    }
  }

  /** Every pair of phases that some event makes of some state, changed or not. */
  private static Set<String> decided() {
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    Instant later = now.plusSeconds(20);
    var over = EndReason.VIEWER;
    List<SessionState> states =
        List.of(
            new SessionState.Requested(later),
            new SessionState.Requested(now),
            new SessionState.Issued(later),
            new SessionState.Issued(now),
            new SessionState.Active(now, later, later.plusSeconds(1)),
            new SessionState.Active(now, now, later),
            new SessionState.Active(now, now, now),
            new SessionState.Left(now, now, later, later.plusSeconds(1)),
            new SessionState.Left(now, now, now, later),
            new SessionState.Ended(now, over),
            new SessionState.Expired(now, over));
    List<SessionEvent> events =
        List.of(
            new SessionEvent.TokenMinted(),
            new SessionEvent.Activated(Duration.ofHours(1)),
            new SessionEvent.Watched(Duration.ZERO),
            new SessionEvent.PageLeft(),
            new SessionEvent.EndRequested(over),
            new SessionEvent.TimePassed());
    var moves = new TreeSet<String>();
    for (SessionState state : states) {
      moves.add(move(state.phase(), state.phase()));
      for (SessionEvent event : events) {
        if (SessionDecision.decide(state, event, now) instanceof Become(var next)) {
          moves.add(move(state.phase(), next.phase()));
        }
      }
    }
    return moves;
  }

  /** A scope of the app that runs work in a transaction. */
  private interface Scope {
    void run(Function<Handle, Integer> work);
  }

  private Set<String> allowed(Scope scope) {
    var moves = new TreeSet<String>();
    for (SessionPhase from : SessionPhase.values()) {
      for (SessionPhase to : SessionPhase.values()) {
        UUID id = existing(from);
        try {
          scope.run(handle -> update(handle, id, to));
          moves.add(move(from, to));
        } catch (JdbiException refused) {
          assertTrue(isRefusal(refused), move(from, to) + ": " + refused.getMessage());
        }
      }
    }
    return moves;
  }

  private static String move(SessionPhase from, SessionPhase to) {
    return from + " → " + to;
  }

  private static boolean isRefusal(JdbiException refused) {
    return refused.getCause() instanceof SQLException cause && REFUSED.equals(cause.getSQLState());
  }

  private UUID existing(SessionPhase phase) {
    UUID id = UUID.randomUUID();
    boolean isRequested = phase == SessionPhase.REQUESTED;
    insert(id, isRequested ? SessionPhase.REQUESTED : SessionPhase.ISSUED);
    if (!isRequested && phase != SessionPhase.ISSUED) {
      database.inTenant(TENANT, handle -> update(handle, id, phase));
    }
    return id;
  }

  /** With all columns as the state's own checks want them, so that only the move can be wrong. */
  private void insert(UUID id, SessionPhase phase) {
    database.inTenant(
        TENANT,
        handle -> {
          handle.execute(
              """
              insert into stream_session (tenant_id, session_id, camera_id, user_id, username,
                state, requested_at, issued_at, activated_at, lease_expires_at, hard_end_at,
                ended_at, end_reason)
              select ?, ?, 'lobby', ?, 'vera', state, now(),
                case when state <> 'requested' then now() end,
                case when state = 'active' then now() end, now() + interval '20 s',
                case when state = 'active' then now() + interval '1 h' end,
                case when state in ('ended', 'expired') then now() end,
                case when state in ('ended', 'expired') then 'viewer' end
              from (values (?)) as wanted (state)
              """,
              TENANT,
              id,
              UUID.randomUUID(),
              phase.toString());
          return 1;
        });
  }

  private static int update(Handle handle, UUID id, SessionPhase phase) {
    return handle
        .createUpdate(
            """
            update stream_session set state = :state,
              issued_at = case when :state = 'requested' then null
                               else coalesce(issued_at, now()) end,
              activated_at = case when :state = 'active' then coalesce(activated_at, now())
                                  when :state in ('requested', 'issued') then null
                                  else activated_at end,
              hard_end_at = case when :state = 'active'
                                 then coalesce(hard_end_at, now() + interval '1 h')
                                 else hard_end_at end,
              ended_at = case when :state in ('ended', 'expired')
                              then coalesce(ended_at, now()) end,
              end_reason = case when :state in ('ended', 'expired')
                                then coalesce(end_reason, 'viewer') end
            where tenant_id = :tenant and session_id = :id
            """)
        .bind("state", phase)
        .bind("tenant", TENANT)
        .bind("id", id)
        .execute();
  }
}
