package io.atalaya.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.Await;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.Viewing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that somebody ends while they are being watched. */
final class CutIT {
  /** Before a heartbeat, of which there is one in 15 s, would bring it. */
  private static final Duration CUT = Duration.ofSeconds(12);

  private static final Duration FLOWING = Duration.ofSeconds(60);

  private ApiSession admin;
  private ApiSession viewer;

  @BeforeEach
  void people() throws IOException {
    RunningProduct product = RunningProduct.shared();
    admin = ApiSession.signIn(product, product.user("globex", "tenant_admin"));
    viewer = ApiSession.signIn(product, product.user("globex", "viewer"));
  }

  @Test
  void an_ended_sessions_viewer_sees_410_within_seconds() throws Exception {
    try (var viewing = Viewing.open(viewer, "warehouse");
        var other = Viewing.open(viewer, "warehouse")) {
      viewing.awaitNewVideo(FLOWING);
      admin
          .call("POST", "sessions/" + viewing.sessionId() + "/end", Map.of("reason", "admin"))
          .expect(200);
      awaitGone(viewing, "admin");
      assertEquals(200, other.nextPlaylist().status(), "nobody else is cut");
    }
  }

  @Test
  void a_revocation_of_a_camera_cuts_all_its_viewers_within_seconds() throws Exception {
    try (var one = Viewing.open(viewer, "warehouse");
        var another = Viewing.open(admin, "warehouse");
        var lobby = Viewing.open(viewer, "lobby")) {
      admin.call("POST", "revocations", Map.of("cameraId", "warehouse")).expect(200);
      awaitGone(one, "revoked");
      awaitGone(another, "revoked");
      assertEquals(200, lobby.nextPlaylist().status(), "the other camera plays on");
    }
  }

  private static void awaitGone(Viewing viewing, String reason) throws Exception {
    Await.until("the viewer is cut", CUT, () -> viewing.nextPlaylist().status() == 410);
    ApiSession.Answer gone = viewing.nextPlaylist();
    assertEquals("session_ended", gone.body().path("code").asText(), gone.text());
    var details = gone.body().path("details");
    assertEquals(reason, details.path("reason").asText(), gone.text());
    assertTrue(Instant.parse(details.path("endedAt").asText()).isBefore(Instant.now()));
  }
}
