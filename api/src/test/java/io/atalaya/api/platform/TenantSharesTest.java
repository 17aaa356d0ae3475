package io.atalaya.api.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ApiClient;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.atalaya.api.Until;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.id.TenantId;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class TenantSharesTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final String LOBBY = "/api/v1/cameras/lobby";

  @TestHTTPResource URI base;

  @Test
  void a_tenant_whose_calls_all_wait_keeps_no_connection_from_another() throws Exception {
    ApiClient stuck = ApiClient.at(base).overHttp1().asAdminOf("share-stuck");
    ApiClient calm = ApiClient.at(base).asAdminOf("share-calm");
    for (ApiClient tenant : new ApiClient[] {stuck, calm}) {
      tenant.put(LOBBY, "{\"source\":\"rtsp://10.1.2.3/s\"}");
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        TestSql sql = TestSql.ofRunningApi()) {
      var calls = new ArrayList<Future<ApiClient.Answer>>();
      try (Handle holder = sql.open()) {
        holder.begin();
        holder.execute("set local role atalaya_platform");
        holder.execute("select 1 from tenant where tenant_id = 'share-stuck' for update");
        for (int i = 0; i < 40; i++) {
          calls.add(threads.submit(() -> stuck.post(LOBBY + "/stream-token", null)));
        }
        Until.holds("they wait for their tenant's row", () -> sql.blocked() >= 3);
        for (int i = 0; i < 5; i++) {
          assertEquals(201, calm.post(LOBBY + "/stream-token", null).status());
        }
        holder.rollback();
      }
      int admitted = 0;
      for (var call : calls) {
        admitted += call.get(30, TimeUnit.SECONDS).status() == 201 ? 1 : 0;
      }
      // Ten, the plan's limit for one person, unless the others have waited for too long by then.
      assertTrue(admitted > 0 && admitted <= 10, "admitted: " + admitted);
    }
  }

  @Test
  void who_has_its_share_waits_and_not_for_ever() {
    var shares = new TenantShares(2, 1, Duration.ofMillis(50));
    shares.enter(ACME);
    shares.enter(ACME);
    shares.enter(new TenantId("globex"));
    DomainException late = assertThrows(DomainException.class, () -> shares.enter(ACME));
    assertEquals("too_many_requests", late.error().code().code());
    shares.leave(ACME);
    shares.enter(ACME);
  }

  @Test
  void too_many_that_wait_are_refused_at_once_and_who_left_leaves_nothing() throws Exception {
    var shares = new TenantShares(1, 1, Duration.ofSeconds(20));
    shares.enter(ACME);
    Thread waiting = Thread.ofVirtual().start(() -> shares.enter(ACME));
    Until.holds("it waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);
    assertThrows(DomainException.class, () -> shares.enter(ACME));
    shares.leave(ACME);
    waiting.join(20_000);
    assertFalse(waiting.isAlive());
    shares.leave(ACME);
    assertThrows(IllegalStateException.class, () -> shares.leave(ACME));
  }
}
