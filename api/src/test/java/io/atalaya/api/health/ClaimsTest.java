package io.atalaya.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may look at which camera, as PostgreSQL decides it. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class ClaimsTest {
  private static final Duration CLAIM = Duration.ofSeconds(40);
  private static final String BIG = "claim-big";
  private static final String SMALL = "claim-small";

  @TestHTTPResource URI base;

  @Inject Database database;
  @Inject ClaimStore claims;

  private DatabaseClock clock;

  @BeforeEach
  void two_tenants() {
    clock = DatabaseClock.ofRunningApi();
    clock.stopAt(Instant.now());
    ApiClient.at(base).asAdminOf(BIG);
    ApiClient.at(base).asAdminOf(SMALL);
    database.acrossTenants(handle -> handle.execute("delete from camera"));
  }

  @AfterEach
  void real_time() {
    clock.close();
    database.acrossTenants(handle -> handle.execute("delete from camera"));
  }

  @Test
  void a_camera_that_is_made_or_changed_is_due_whoever_writes_it() {
    CameraRows.add(database, BIG, "cam", 1);
    assertEquals(1, taken(50, 10).size());
    clock.pass(CLAIM);
    claims.release(List.of(key(BIG, "cam-1")), taken(50, 10).getFirst().claim(), CLAIM);
    assertEquals(0, taken(50, 10).size());
    database.acrossTenants(handle -> handle.execute("update camera set version = version + 1"));
    assertEquals(0, taken(50, 10).size(), "no gateway must see that");
    database.acrossTenants(
        handle -> handle.execute("update camera set generation = generation + 1"));
    assertEquals(2, taken(50, 10).getFirst().wanted().generation());
  }

  @Test
  void five_thousand_of_one_tenant_do_not_delay_ten_of_another() {
    CameraRows.add(database, BIG, "dead", 5_000);
    clock.pass(Duration.ofSeconds(60)); // those of the other have been due for a shorter time
    CameraRows.add(database, SMALL, "cam", 10);
    List<Claimed> first = taken(50, 60);
    assertEquals(60, first.size());
    assertEquals(10, of(first, SMALL), "all of them, in the first turn");
    assertEquals(50, of(taken(50, 200), BIG), "and no more than its share at a time");
  }

  @Test
  void two_replicas_at_once_never_take_the_same_camera_and_together_take_all() throws Exception {
    CameraRows.add(database, BIG, "cam", 300);
    CameraRows.add(database, SMALL, "cam", 300);
    List<StreamKey> all = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      while (all.size() < 600) {
        Callable<List<Claimed>> replica = () -> taken(20, 40);
        List<Future<List<Claimed>>> both =
            List.of(threads.submit(replica), threads.submit(replica), threads.submit(replica));
        int before = all.size();
        for (var each : both) {
          each.get(20, TimeUnit.SECONDS).forEach(one -> all.add(one.wanted().key()));
        }
        assertTrue(all.size() > before, "somebody gets some");
      }
    }
    Set<StreamKey> different = new HashSet<>(all);
    assertEquals(600, different.size());
    assertEquals(600, all.size());
  }

  @Test
  void a_claim_lapses_when_whoever_took_it_died() {
    CameraRows.add(database, BIG, "cam", 3);
    assertEquals(3, taken(50, 10).size());
    clock.pass(CLAIM.minusSeconds(1));
    assertEquals(0, taken(50, 10).size());
    assertTrue(claims.claim(key(BIG, "cam-1"), UUID.randomUUID(), CLAIM).isEmpty());
    clock.pass(Duration.ofSeconds(1));
    assertEquals(3, taken(50, 10).size());
  }

  @Test
  void what_was_lost_to_another_cannot_be_taken_again_nor_given_back() {
    CameraRows.add(database, BIG, "cam", 1);
    Claimed mine = taken(50, 10).getFirst();
    clock.pass(CLAIM);
    Claimed theirs = taken(50, 10).getFirst();
    StreamKey key = key(BIG, "cam-1");
    assertTrue(claims.claimAgain(key, mine.claim(), CLAIM).isEmpty());
    claims.release(List.of(key), mine.claim(), Duration.ZERO);
    assertTrue(taken(50, 10).isEmpty(), "it is theirs");
    assertTrue(claims.claimAgain(key, theirs.claim(), CLAIM).isPresent());
  }

  @Test
  void a_clock_that_jumps_forward_makes_all_due_and_one_that_jumps_back_stops_nobody() {
    CameraRows.add(database, BIG, "cam", 5);
    Claimed one = taken(50, 1).getFirst();
    claims.release(List.of(one.wanted().key()), one.claim(), Duration.ofMinutes(15));
    taken(50, 4);
    clock.pass(Duration.ofHours(1));
    assertEquals(5, taken(50, 10).size());
    clock.pass(Duration.ofHours(-2));
    assertEquals(0, taken(50, 10).size());
    assertEquals(5, claims.mend(Duration.ofMinutes(16), CLAIM));
    clock.pass(CLAIM);
    assertEquals(5, taken(50, 10).size());
    assertEquals(0, claims.mend(Duration.ofMinutes(16), CLAIM));
  }

  @Test
  void who_asks_again_at_once_is_told_so_and_a_jumping_clock_locks_nobody_out() {
    CameraRows.add(database, BIG, "cam", 1);
    Duration gap = Duration.ofSeconds(5);
    assertTrue(ask(gap));
    assertFalse(ask(gap));
    clock.pass(gap);
    assertTrue(ask(gap));
    clock.pass(Duration.ofHours(-1));
    assertTrue(ask(gap));
  }

  @Test
  void the_operator_sees_what_waits_and_for_which_tenant_most() {
    CameraRows.add(database, BIG, "cam", 4);
    CameraRows.add(database, SMALL, "cam", 2);
    clock.pass(Duration.ofSeconds(3));
    assertEquals(new ClaimStore.Census(6, 4, 0), claims.census(Duration.ofSeconds(2)));
  }

  private boolean ask(Duration gap) {
    return claims.ask(new TenantId(BIG), new CameraId("cam-1"), gap);
  }

  private List<Claimed> taken(int share, int limit) {
    return claims.claimDue(UUID.randomUUID(), CLAIM, share, limit);
  }

  private static long of(List<Claimed> taken, String tenant) {
    return taken.stream()
        .filter(one -> one.wanted().key().tenantId().value().equals(tenant))
        .count();
  }

  private static StreamKey key(String tenant, String camera) {
    return new StreamKey(new TenantId(tenant), new CameraId(camera));
  }
}
