package io.atalaya.api.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.api.ApiClient;
import io.atalaya.api.ProductDatabase;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.id.TenantId;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order, with steps of the test's own: what fails stops what follows, and is tried again. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class TenantTeardownTest {
  @TestHTTPResource URI base;
  @Inject Tenants tenants;

  private final List<String> ran = new ArrayList<>();
  private boolean gatewayIsAway;

  @Test
  void runs_in_order_stops_where_it_must_and_goes_on_later() {
    ApiClient.at(base).asAdminOf("teardown");
    var id = new TenantId("teardown");
    var teardown =
        new TenantTeardown(
            tenants, List.of(step(300, "rows"), step(100, "sessions"), step(200, "gateway")));

    gatewayIsAway = true;
    TeardownReport stuck = teardown.deprovision(id);
    assertEquals(TenantState.DEPROVISIONING, stuck.state());
    assertEquals(
        "admission_closed done, sessions done, gateway failed, rows pending, tombstone pending",
        describe(stuck));
    assertEquals(TenantState.DEPROVISIONING, tenants.get(id).state());

    gatewayIsAway = false;
    TeardownReport done = teardown.deprovision(id);
    assertEquals(TenantState.DEPROVISIONED, done.state());
    assertEquals(
        "admission_closed done, sessions done, gateway done, rows done, tombstone done",
        describe(done));
    assertEquals(true, tenants.find(id).isEmpty());
    assertEquals(List.of("sessions", "sessions", "gateway", "rows"), ran);

    assertEquals(TenantState.DEPROVISIONED, teardown.deprovision(id).state());
  }

  private static String describe(TeardownReport report) {
    return String.join(
        ", ", report.steps().stream().map(step -> step.name() + " " + step.state()).toList());
  }

  private TenantTeardownStep step(int order, String name) {
    return new TenantTeardownStep() {
      @Override
      public int order() {
        return order;
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public int run(TenantId tenantId) {
        if (name.equals("gateway") && gatewayIsAway) {
          throw new DomainError.Unavailable(
                  RequestErrorCode.INTERNAL_ERROR, "away", Duration.ofSeconds(1))
              .toException();
        }
        ran.add(name);
        return 1;
      }
    };
  }
}
