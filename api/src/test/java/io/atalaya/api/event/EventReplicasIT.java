package io.atalaya.api.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Replica;
import io.atalaya.api.Until;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Followers of events at two packaged apis that share a database and nothing else. */
@Tag("nightly")
final class EventReplicasIT {
  private static final String SOURCE = "{\"source\":\"rtsp://10.1.2.3/s\"}";
  private static final ProductDatabase DATABASE = new ProductDatabase();
  private static Replica one;
  private static Replica two;

  @BeforeAll
  static void two_replicas() throws Exception {
    Map<String, String> configuration = new HashMap<>(DATABASE.start());
    configuration.put("ATALAYA_GATEWAY_URL", "http://127.0.0.1:1");
    one = Replica.start("events-one", configuration);
    two = Replica.start("events-two", configuration);
  }

  @AfterAll
  static void stop() {
    for (Replica replica : new Replica[] {one, two}) {
      if (replica != null) {
        replica.close();
      }
    }
    DATABASE.stop();
  }

  @Test
  void what_happens_at_either_is_heard_once_at_both_in_one_order() throws Exception {
    ApiClient atOne = ApiClient.at(one.base()).asAdminOf("ev-both", "standard");
    ApiClient atTwo = ApiClient.at(two.base()).signedIn("ev-both", "admin", "password-of-ev-both");
    try (Follower first = Follower.of(atOne, null);
        Follower second = Follower.of(atTwo, null)) {
      for (int i = 0; i < 5; i++) {
        add(atOne, "one-" + i);
        add(atTwo, "two-" + i);
      }
      awaitAdded(first, 10);
      awaitAdded(second, 10);
      List<String> expected =
          IntStream.range(0, 5)
              .boxed()
              .flatMap(i -> List.of("one-" + i, "two-" + i).stream())
              .toList();
      assertEquals(expected, added(first));
      assertEquals(expected, added(second));
    }
  }

  @Test
  void who_loses_a_replica_goes_on_at_the_other_without_loss_or_repetition() throws Exception {
    ApiClient atOne = ApiClient.at(one.base()).asAdminOf("ev-lost", "standard");
    ApiClient atTwo = ApiClient.at(two.base()).signedIn("ev-lost", "admin", "password-of-ev-lost");
    var heard = new ArrayList<String>();
    String last;
    try (Follower follower = Follower.of(atOne, null)) {
      add(atTwo, "before");
      awaitAdded(follower, 1);
      one.kill();
      Until.holds("the stream broke", follower::hasEnded);
      heard.addAll(added(follower));
      last = follower.lastId();
    }
    try {
      add(atTwo, "meanwhile");
      try (Follower follower = Follower.of(atTwo, last)) {
        add(atTwo, "after");
        awaitAdded(follower, 2);
        heard.addAll(added(follower));
      }
      assertEquals(List.of("before", "meanwhile", "after"), heard);
    } finally {
      one.startAgain();
    }
  }

  @Test
  void one_that_reads_nothing_at_one_delays_nobody_at_either() throws Exception {
    ApiClient atOne = ApiClient.at(one.base()).asAdminOf("ev-stuck", "standard");
    ApiClient atTwo =
        ApiClient.at(two.base()).signedIn("ev-stuck", "admin", "password-of-ev-stuck");
    try (Socket stuck = new Socket();
        Follower first = Follower.of(atOne, null);
        Follower second = Follower.of(atTwo, null)) {
      stuck.setReceiveBufferSize(4_096);
      stuck.connect(new InetSocketAddress(one.base().getHost(), one.base().getPort()));
      stuck
          .getOutputStream()
          .write(
              ("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n" + atOne.headerLines() + "\r\n")
                  .getBytes(UTF_8));
      for (int i = 0; i < 5; i++) {
        add(atTwo, "c" + i);
        awaitAdded(first, i + 1);
        awaitAdded(second, i + 1);
      }
      assertFalse(first.hasEnded());
      assertFalse(second.hasEnded());
    }
  }

  private static void add(ApiClient caller, String camera) {
    assertEquals(201, caller.put("/api/v1/cameras/" + camera, SOURCE).status());
  }

  private static void awaitAdded(Follower follower, int count) {
    Until.holds(count + " cameras", () -> added(follower).size() >= count);
  }

  /** Of cameras that came to be: their health may be told of, too. */
  private static List<String> added(Follower follower) {
    return follower.heard().stream()
        .filter(event -> event.path("type").asText().equals("camera.created"))
        .map((JsonNode event) -> event.path("data").path("cameraId").asText())
        .toList();
  }
}
