package io.atalaya.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.ApiClient;
import io.atalaya.api.FakeGateway;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Until;
import io.atalaya.api.camera.Cameras;
import io.atalaya.api.identity.SigningKeys;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.Ids;
import io.atalaya.api.platform.Monotonic;
import io.atalaya.api.platform.Traces;
import io.atalaya.contract.gateway.FailureKind;
import io.atalaya.contract.gateway.IngestState;
import io.atalaya.launcher.service.FreePort;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Inject;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whole schedulers, several on one database, against gateways over HTTP. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class SchedulersTest {
  private static final String TENANT = "schedulers";
  private static final String OTHER = "other-schedulers";
  private static final Duration MANY = Duration.ofMinutes(2);

  /** So that a test sees many intervals; no answer is out of time on a machine that halts. */
  private static final HealthRules QUICK =
      rules(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4));

  /** For many cameras, and for tests in which nothing may time out. */
  private static final HealthRules CALM = rules(Duration.ofSeconds(4), Duration.ofSeconds(5));

  private static HealthRules rules(Duration interval, Duration timeout) {
    return rules(interval, timeout, timeout.multipliedBy(8));
  }

  private static HealthRules rules(Duration interval, Duration timeout, Duration claim) {
    return new HealthRules(
        new HealthRules.Looks(
            interval, Duration.ofSeconds(1), timeout, claim, Duration.ZERO, Duration.ofDays(30)),
        new HealthRules.Limits(64, 32, 50),
        new HealthRules.Backoff(
            Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(10)),
        new HealthRules.Damping(3, Duration.ofSeconds(1), 2, 4, Duration.ofMinutes(10)),
        new HealthRules.Fuse(5, Duration.ofSeconds(1)));
  }

  @TestHTTPResource URI base;

  @Inject Database database;
  @Inject ObjectMapper json;
  @Inject SigningKeys keys;
  @Inject Cameras cameras;
  @Inject ClaimStore claims;
  @Inject CameraSync sync;
  @Inject HealthWriter writer;
  @Inject GatewayCredentials credentials;
  @Inject Monotonic time;
  @Inject Ids ids;
  @Inject SecureRandom random;
  @Inject @VirtualThreads ExecutorService threads;

  private final List<HealthLoop> loops = new ArrayList<>();
  private final List<FakeGateway> gateways = new ArrayList<>();

  @BeforeEach
  void an_empty_platform() {
    ApiClient.at(base).asAdminOf(TENANT);
    database.acrossTenants(handle -> handle.execute("delete from camera"));
  }

  @AfterEach
  void stop() {
    loops.forEach(HealthLoop::end);
    gateways.forEach(FakeGateway::close);
    database.acrossTenants(handle -> handle.execute("delete from camera"));
  }

  @Test
  @Tag("nightly")
  void two_schedulers_never_sync_one_camera_at_once_and_none_is_left_out() {
    URI url = free();
    FakeGateway gateway = gateway(url);
    gateway.beSlow(Duration.ofMillis(20), Integer.MAX_VALUE);
    CameraRows.addRunning(database, gateway, TENANT, "cam", 120);
    scheduler(CALM, Lanes.single(lane(CALM, "one", url)));
    scheduler(CALM, Lanes.single(lane(CALM, "one", url)));
    for (int round = 1; round <= 3; round++) {
      int least = round;
      Until.holds(
          "all looked at " + round + " times",
          MANY,
          () -> looked(gateway, "cam", 120).allMatch(times -> times >= least));
    }
    assertEquals(1, gateway.mostAtOnceOfOneCamera());
    Until.holds("all online", MANY, () -> inState("online") == 120);
  }

  @Test
  void cameras_of_a_scheduler_that_died_are_taken_over_within_the_claim() {
    URI url = free();
    FakeGateway gateway = gateway(url);
    CameraRows.addRunning(database, gateway, TENANT, "cam", 30);
    assertEquals(30, claims.claimDue(ids.next(), QUICK.looks().claim(), 50, 50).size());
    scheduler(QUICK, Lanes.single(lane(QUICK, "one", url)));
    Until.holds("all are looked at", MANY, () -> inState("online") == 30);
  }

  @Test
  void one_frozen_gateway_is_felt_by_its_own_cameras_only() {
    frozen(60, QUICK, Duration.ofSeconds(20)); // no measurement: the machine may halt
  }

  @Test
  @Tag("nightly")
  void one_frozen_gateway_with_500_cameras_is_not_felt_by_500_of_another() {
    frozen(500, rules(Duration.ofSeconds(10), Duration.ofSeconds(2)), Duration.ofSeconds(2));
  }

  /**
   * @param grace how much later than an interval a camera may be looked at
   */
  private void frozen(int each, HealthRules rules, Duration grace) {
    URI ill = free();
    URI well = free();
    FakeGateway frozen = gateway(ill);
    FakeGateway healthy = gateway(well);
    CameraRows.addRunning(database, frozen, TENANT, "ill", each);
    CameraRows.addRunning(database, healthy, TENANT, "well", each);
    Lane illLane = lane(rules, "ill", ill);
    Lane wellLane = lane(rules, "well", well);
    scheduler(
        rules,
        new Lanes(
            List.of(illLane, wellLane),
            key -> key.cameraId().value().startsWith("ill-") ? illLane : wellLane));
    Until.holds("all are online", MANY, () -> inState("online") == 2 * each);

    frozen.freeze();
    Until.holds("the frozen ones are unknown", MANY, () -> inState("unknown") == each);
    int seen = looked(healthy, "well", each).min().orElseThrow();
    long bound = rules.looks().interval().plus(grace).toNanos();
    Until.holds(
        "the others come three more times, each in time",
        MANY,
        () -> {
          assertTrue(worstLag(healthy) < bound, "late by " + worstLag(healthy));
          return looked(healthy, "well", each).allMatch(times -> times >= seen + 3);
        });
    assertEquals(each, states("well", "online"), "and the others are what they were");
    assertEquals(0, states("ill", "offline"), "nobody can tell that they are");

    int before = frozen.calls();
    long began = System.nanoTime();
    frozen.thaw();
    Until.holds("all are online again", MANY, () -> inState("online") == 2 * each);
    double seconds = Math.max(1, (System.nanoTime() - began) / 1e9);
    double fair = each / (double) rules.looks().interval().toSeconds();
    double rate = (frozen.calls() - before) / seconds;
    assertTrue(rate < 4 * fair + 2 * rules.limits().perGateway(), "a herd of " + rate + "/s");
  }

  @Test
  void a_partial_data_plane_failure_does_not_break_the_global_loop() {
    URI well = free();
    URI gone = free();
    URI mute = free();
    FakeGateway healthy = gateway(well);
    FakeGateway dying = gateway(gone);
    FakeGateway freezing = gateway(mute);
    CameraRows.addRunning(database, healthy, TENANT, "well", 20);
    CameraRows.addRunning(database, dying, TENANT, "gone", 20);
    CameraRows.addRunning(database, freezing, TENANT, "mute", 20);
    Map<String, Lane> lanes =
        Map.of(
            "well", lane(QUICK, "well", well),
            "gone", lane(QUICK, "gone", gone),
            "mute", lane(QUICK, "mute", mute));
    scheduler(
        QUICK,
        new Lanes(
            List.copyOf(lanes.values()),
            key -> lanes.get(key.cameraId().value().substring(0, "well".length()))));
    Until.holds("all are online", MANY, () -> inState("online") == 60);

    dying.close();
    freezing.freeze();
    Until.holds("nobody can tell how theirs are", MANY, () -> inState("unknown") == 40);
    int seen = looked(healthy, "well", 20).min().orElseThrow();
    Until.holds(
        "the others come three more times",
        MANY,
        () -> looked(healthy, "well", 20).allMatch(times -> times >= seen + 3));
    assertEquals(20, states("well", "online"));
    assertEquals(40, inState("unknown"), "neither offline nor anything else");

    FakeGateway back = gateway(gone);
    CameraRows.run(back, TENANT, "gone", 20);
    freezing.thaw();
    Until.holds("all are online again, by themselves", MANY, () -> inState("online") == 60);
  }

  @Test
  @Tag("nightly")
  void five_thousand_dead_cameras_of_one_tenant_make_ten_of_another_no_later() {
    int dead = 5_000;
    URI url = free();
    FakeGateway gateway = gateway(url);
    ApiClient.at(base).asAdminOf(OTHER);
    gateway.beSlow(Duration.ofMillis(20), Integer.MAX_VALUE);
    CameraRows.addRunning(database, gateway, TENANT, "dead", dead);
    for (int n = 1; n <= dead; n++) {
      gateway.setState(TENANT, "dead-" + n, IngestState.RETRYING, FailureKind.UNREACHABLE);
    }
    scheduler(CALM, Lanes.single(lane(CALM, "one", url)));
    Until.holds("it is at work on the dead", MANY, () -> inState("offline") >= dead / 10);
    CameraRows.addRunning(database, gateway, OTHER, "cam", 10);
    Until.holds("the ten are online", MANY, () -> states("cam", "online") == 10);
    long bound = CALM.looks().interval().plusSeconds(2).toNanos();
    Until.holds(
        "the ten come five times, each in time",
        Duration.ofMinutes(1),
        () -> {
          long worst = worstLag(gateway, OTHER);
          assertTrue(worst < bound, "late by " + worst);
          return IntStream.rangeClosed(1, 10)
              .allMatch(n -> gateway.looksAt(OTHER, "cam-" + n) >= 5);
        });
    Until.holds("the dead are not forgotten", MANY, () -> states("dead", "offline") == dead);
  }

  /** The longest time since any camera of this gateway was asked for, nanoseconds. */
  private static long worstLag(FakeGateway gateway) {
    return worstLag(gateway, "");
  }

  private static long worstLag(FakeGateway gateway, String tenant) {
    long now = System.nanoTime();
    return gateway.lastLooks().entrySet().stream()
        .filter(look -> look.getKey().startsWith(tenant))
        .mapToLong(look -> now - look.getValue())
        .max()
        .orElseThrow();
  }

  private static IntStream looked(FakeGateway gateway, String prefix, int count) {
    return IntStream.rangeClosed(1, count).map(n -> gateway.looksAt(TENANT, prefix + "-" + n));
  }

  private int inState(String summary) {
    return states("", summary);
  }

  private int states(String prefix, String summary) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select count(*) from camera_health
                where summary = :summary and camera_id like :prefix
                """)
            .bind("summary", summary)
            .bind("prefix", prefix + "%")
            .mapTo(int.class)
            .one());
  }

  private static URI free() {
    return URI.create("http://127.0.0.1:" + FreePort.find());
  }

  private FakeGateway gateway(URI url) {
    FakeGateway gateway = FakeGateway.at(url, json, keys::published);
    gateways.add(gateway);
    return gateway;
  }

  private Lane lane(HealthRules rules, String name, URI url) {
    return new Lane(
        name,
        new HttpGatewayClient(url, rules, json, credentials, Traces.off(), threads),
        rules,
        time);
  }

  private void scheduler(HealthRules rules, Lanes lanes) {
    var meters = new HealthMeters(new SimpleMeterRegistry(), lanes);
    var syncs =
        new Syncs(cameras, claims, sync, writer, lanes, rules, meters, time, ids, random, threads);
    var loop = new HealthLoop(claims, syncs, lanes, rules, meters, ids, threads);
    loops.add(loop);
    loop.begin();
  }
}
