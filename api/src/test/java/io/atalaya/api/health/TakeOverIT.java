package io.atalaya.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.ApiClient;
import io.atalaya.api.DatabaseClock;
import io.atalaya.api.FakeGateway;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Replica;
import io.atalaya.api.TestSql;
import io.atalaya.api.Until;
import io.atalaya.api.platform.WireJson;
import io.atalaya.contract.token.Jwks;
import io.atalaya.launcher.service.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two packaged apis on one database share the looks at one gateway, until one is killed. */
final class TakeOverIT {
  private static final String TENANT = "take-over";
  private static final int CAMERAS = 60;
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration CLAIM = Duration.ofSeconds(15);

  private static final ProductDatabase DATABASE = new ProductDatabase();
  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();
  private static final ObjectMapper JSON = WireJson.mapper();
  private static Replica one;
  private static Replica two;
  private static TestSql sql;
  private static DatabaseClock clock;
  private static FakeGateway gateway;

  @BeforeAll
  static void two_replicas_and_a_gateway() throws Exception {
    URI url = URI.create("http://127.0.0.1:" + FreePort.find());
    gateway = FakeGateway.at(url, JSON, TakeOverIT::keys);
    Map<String, String> configuration = new HashMap<>(DATABASE.start());
    configuration.put("ATALAYA_GATEWAY_URL", url.toString());
    configuration.put("ATALAYA_HEALTH_INTERVAL", "PT2S");
    configuration.put("ATALAYA_HEALTH_CONFIRM_INTERVAL", "PT1S");
    // What is not answered in time is asked again, and then twice at once; less than the api waits.
    configuration.put("ATALAYA_HEALTH_TIMEOUT", "PT2.5S");
    configuration.put("ATALAYA_HEALTH_CLAIM", CLAIM.toString());
    sql = TestSql.of(configuration);
    clock = DatabaseClock.of(configuration);
    Future<Replica> first = THREADS.submit(() -> Replica.start("take-over-one", configuration));
    Future<Replica> second = THREADS.submit(() -> Replica.start("take-over-two", configuration));
    one = first.get(120, TimeUnit.SECONDS);
    two = second.get(120, TimeUnit.SECONDS);
    ApiClient.at(two.base()).asAdminOf(TENANT);
  }

  private static Jwks keys() {
    try {
      return JSON.treeToValue(
          ApiClient.at(two.base()).get("/.well-known/jwks.json").body(), Jwks.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
    sql.close();
    clock.close();
    for (Replica replica : new Replica[] {one, two}) {
      if (replica != null) {
        replica.close();
      }
    }
    gateway.close();
    DATABASE.stop();
  }

  @Test
  void two_never_look_at_one_camera_at_once_and_one_takes_over_what_the_other_died_with() {
    CameraRows.addRunning(sql, gateway, TENANT, "cam", CAMERAS);
    Until.holds("each is looked at three times", LONG, () -> leastLooks() >= 3);
    assertEquals(1, gateway.mostAtOnceOfOneCamera());
    assertTrue(shareOf(one) > 0 && shareOf(two) > 0, "both take part");

    gateway.holdLooks();
    Until.holds("claims are held", LONG, () -> claims() >= CAMERAS / 3);
    kill();
    gateway.letLook();
    clock.pass(CLAIM);
    int before = leastLooks();
    Until.holds("each is looked at again", LONG, () -> leastLooks() >= before + 3);
    Until.holds("all are online", LONG, () -> online() == CAMERAS);

    gateway.holdLooks();
    Until.holds("claims are held", LONG, () -> claims() >= CAMERAS / 3);
    two.terminate();
    Until.holds("it ends", LONG, two::hasEnded);
    assertEquals("", errors(two), "what was begun is finished before the database goes");
  }

  private static String errors(Replica replica) {
    try {
      return replica.log().lines().filter(line -> line.contains(" ERROR ")).findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void kill() {
    try {
      one.kill();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Syncs a replica has written. */
  private static double shareOf(Replica replica) {
    try {
      return replica
          .metrics()
          .lines()
          .filter(line -> line.startsWith("atalaya_health_syncs_total"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int leastLooks() {
    return IntStream.rangeClosed(1, CAMERAS)
        .map(n -> gateway.looksAt(TENANT, "cam-" + n))
        .min()
        .orElseThrow();
  }

  private static int claims() {
    return sql.number("select count(*) from camera_sync where claimed_until > clock_timestamp()");
  }

  private static int online() {
    return sql.number("select count(*) from camera_health where summary = 'online'");
  }
}
