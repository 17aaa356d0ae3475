package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.gateway.Heartbeat;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The largest heartbeat. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class HeartbeatBatchTest {
  /** The longest id there is. */
  private static final String TENANT = "beat-" + "x".repeat(58);

  @TestHTTPResource URI base;
  @Inject Database database;
  private GatewayCalls gateway;

  @BeforeEach
  void tenant() {
    gateway = new GatewayCalls(base);
    var _ = Watching.in(TENANT, base, database);
  }

  @Test
  void ten_thousand_sessions_are_renewed_by_one_request() {
    try (DatabaseClock clock = DatabaseClock.ofRunningApi()) {
      clock.stopAt(Instant.now()); // Writing so many may take a machine that long.
      renewed();
    }
  }

  private void renewed() {
    database.acrossTenants(handle -> {
      handle.execute(
          """
          insert into stream_session (tenant_id, session_id, camera_id, user_id, username, state,
            requested_at, issued_at, lease_expires_at)
          select ?, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'lobby',
            '00000000-0000-7000-8000-000000000000', 'u', 'issued', now(), now(),
            clock_timestamp() + interval '25 seconds'
          from generate_series(1, ?) n
          """,
          TENANT,
          Heartbeat.MAX_SESSIONS);
      return handle.execute(
          """
          update stream_session set state = 'active', activated_at = now(),
            hard_end_at = now() + interval '1 hour', node_id = 'gateway-1'
          where tenant_id = ?
          """,
          TENANT);
    });
    ApiClient.Answer answer = beat(Heartbeat.MAX_SESSIONS, 1_000);
    assertEquals(200, answer.status(), answer.toString());
    assertEquals(0, answer.body().path("cut").size());
    int renewed =
        database.acrossTenants(handle ->
            handle
                .createQuery(
                    """
                    select count(*) from stream_session where tenant_id = :tenant
                      and lease_expires_at > clock_timestamp() + interval '30 seconds'
                      and bytes_sent = :bytes
                    """)
                .bind("tenant", TENANT)
                .bind("bytes", Long.MAX_VALUE)
                .mapTo(Integer.class)
                .one());
    assertEquals(Heartbeat.MAX_SESSIONS, renewed);
  }

  @Test
  void more_than_that_is_refused_by_count_and_by_length() {
    ApiClient.Answer oneMore = beat(Heartbeat.MAX_SESSIONS + 1, Long.MAX_VALUE);
    assertEquals(400, oneMore.status());
    assertEquals("validation_failed", oneMore.code());
    ApiClient.Answer tooLong = beat(2 * Heartbeat.MAX_SESSIONS, Long.MAX_VALUE);
    assertEquals(413, tooLong.status());
    assertEquals(Heartbeat.MAX_BYTES, tooLong.body().path("details").path("maxBytes").asInt());
  }

  /** With the longest ids and numbers there are. */
  private ApiClient.Answer beat(int sessions, long idleMillis) {
    String watched =
        IntStream.rangeClosed(1, sessions)
            .mapToObj(n ->
                "{\"tenantId\":\"%s\",\"sessionId\":\"00000000-0000-7000-8000-%012x\",\"bytesSent\":%d,\"idleMillis\":%d}"
                    .formatted(TENANT, n, Long.MAX_VALUE, idleMillis))
            .collect(Collectors.joining(","));
    String body =
        "{\"nodeId\":\"gateway-1\",\"bootId\":\"%s\",\"sessions\":[%s]}"
            .formatted(GatewayCalls.BOOT, watched);
    assertTrue(sessions > Heartbeat.MAX_SESSIONS + 1 || body.length() <= Heartbeat.MAX_BYTES);
    return gateway.signed().post("/internal/v1/heartbeat", body);
  }
}
