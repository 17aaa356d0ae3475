package io.atalaya.gateway.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.ingest.RetryPolicy.Decision;
import io.atalaya.gateway.ingest.RetryPolicy.Past;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final RetryPolicy POLICY = RetryPolicy.USUAL;
  private static final double LONGEST = 1.0;

  @Test
  @DisplayName("doubles the backoff from one second to thirty, and stays there")
  void doubles() {
    Past past = Past.NONE;
    for (long seconds : List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L)) {
      Decision.Retry retry = retry(new IngestFailure.Unreachable("Gone."), past, LONGEST);
      assertEquals(Duration.ofSeconds(seconds), retry.after());
      past = retry.past();
    }
  }

  @Test
  @DisplayName("draws every pause between the floor and the backoff, however long it has failed")
  void jitters() {
    var random = new Random(7);
    Past past = Past.NONE;
    for (int i = 0; i < 1000; i++) {
      Decision.Retry retry =
          retry(new IngestFailure.Stalled("Nothing."), past, random.nextDouble());
      assertTrue(retry.after().compareTo(Duration.ofMillis(200)) >= 0);
      assertTrue(retry.after().compareTo(Duration.ofSeconds(30)) <= 0);
      past = retry.past();
    }
  }

  @Test
  @DisplayName("parks at the second rejection of the credentials in a row")
  void parks() {
    var rejected = new IngestFailure.CredentialsRejected("Wrong password.");
    Decision.Retry first = retry(rejected, Past.NONE, LONGEST);
    assertInstanceOf(
        Decision.Park.class, POLICY.decide(new Exit.Failed(rejected), first.past(), LONGEST));
    Decision.Retry between = retry(new IngestFailure.Unreachable("Gone."), first.past(), LONGEST);
    assertInstanceOf(
        Decision.Retry.class, POLICY.decide(new Exit.Failed(rejected), between.past(), LONGEST));
  }

  @Test
  @DisplayName("leaves a busy camera alone for longer")
  void coolsDown() {
    Decision.Retry retry = retry(new IngestFailure.Busy("No room."), Past.NONE, 0.0);
    assertEquals(Duration.ofSeconds(15), retry.after());
  }

  @Test
  @DisplayName("leaves a busy camera alone for as long as it asks, if that is longer, up to 5 min")
  void coolsDownAsAsked() {
    for (int[] asked : new int[][] {{3, 15}, {40, 40}, {86_400, 300}}) {
      var busy = new IngestFailure.Busy("No room.", Duration.ofSeconds(asked[0]));
      assertEquals(Duration.ofSeconds(asked[1]), retry(busy, Past.NONE, 0.0).after());
    }
  }

  @Test
  @DisplayName("comes back soon when the camera said goodbye")
  void ended() {
    Decision decision = POLICY.decide(new Exit.SourceEnded(), Past.NONE, LONGEST);
    assertEquals(Duration.ofSeconds(1), assertInstanceOf(Decision.Retry.class, decision).after());
  }

  private static Decision.Retry retry(IngestFailure failure, Past past, double jitter) {
    return assertInstanceOf(
        Decision.Retry.class, POLICY.decide(new Exit.Failed(failure), past, jitter));
  }
}
