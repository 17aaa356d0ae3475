package io.atalaya.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.FakeGateway;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.identity.SigningKeys;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.Monotonic;
import io.atalaya.api.platform.Settings;
import io.atalaya.api.platform.Traces;
import io.atalaya.launcher.service.FreePort;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

/** What the operator is told of gateways. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class GatewayWatchTest {
  private static final int ENOUGH = TestRules.USUAL.fuse().failures() + 1;

  @Inject Database database;
  @Inject ObjectMapper json;
  @Inject SigningKeys keys;
  @Inject ClaimStore claims;
  @Inject Syncs syncs;
  @Inject HealthLoop loop;
  @Inject HealthStore store;
  @Inject GatewayNews news;
  @Inject Settings settings;
  @Inject GatewayCredentials credentials;
  @Inject Monotonic time;
  @Inject @VirtualThreads ExecutorService threads;

  private final URI url = URI.create("http://127.0.0.1:" + FreePort.find());

  @Test
  void a_gateway_that_goes_and_comes_is_told_once_each_whichever_replicas_notice() {
    Replica one = replica();
    Replica two = replica();
    try (FakeGateway _ = FakeGateway.at(url, json, keys::published)) {
      one.look();
      two.look();
      assertEquals(List.of(), told(), "what is found first is no news");
    }
    for (int look = 0; look < ENOUGH; look++) {
      one.look();
      two.look();
    }
    assertEquals(List.of("gateway.unavailable"), told());
    try (FakeGateway _ = FakeGateway.at(url, json, keys::published)) {
      one.look();
      two.look();
      assertEquals(List.of("gateway.unavailable", "gateway.available"), told());
    }
  }

  @Test
  void one_answer_that_is_missing_is_no_news() {
    Replica one = replica();
    try (FakeGateway _ = FakeGateway.at(url, json, keys::published)) {
      one.look();
    }
    one.look();
    assertEquals(List.of(), told());
  }

  private record Replica(GatewayWatch watch, Lane lane) {
    void look() {
      watch.look(lane);
    }
  }

  private Replica replica() {
    var client =
        new HttpGatewayClient(url, TestRules.USUAL, json, credentials, Traces.off(), threads);
    var lane = new Lane(url.getAuthority(), client, TestRules.USUAL, time);
    var lanes = Lanes.single(lane);
    return new Replica(
        new GatewayWatch(lanes, claims, syncs, loop, TestRules.USUAL, store, news, settings), lane);
  }

  private List<String> told() {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select type from event where tenant_id is null and data ->> 'gateway' = :gateway
                order by recorded_in, position
                """)
            .bind("gateway", url.getAuthority())
            .mapTo(String.class)
            .list());
  }
}
