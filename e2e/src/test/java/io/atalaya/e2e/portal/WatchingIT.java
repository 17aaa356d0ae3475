package io.atalaya.e2e.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.Await;
import io.atalaya.e2e.Viewing;
import io.atalaya.e2e.browser.BrowserWindow;
import io.atalaya.e2e.browser.Tile;
import io.atalaya.e2e.browser.Windows;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A session is cut, or there is no slot for one: the viewer learns why, and can go on. */
final class WatchingIT {
  /** Streams of globex's plan. */
  private static final int LIMIT = 4;

  @RegisterExtension final Windows windows = new Windows();

  @Test
  void tells_the_reason_when_an_administrator_ends_the_session() throws IOException {
    var portal = Portal.enter(windows.open().allow(410, "/live/"), "acme", "viewer");
    portal.go("cameras/entrance");
    Tile tile = portal.tile("entrance");
    tile.awaitPlaying();

    endAll(Portal.api("acme", "tenant_admin"), "entrance");

    tile.awaitState("ended");
    assertThat(tile.box().getByRole(AriaRole.STATUS)).hasText("Ended: ended by an administrator");
    tile.box().getByRole(AriaRole.BUTTON, exactly("Watch again")).click();
    tile.awaitPlaying();
  }

  @Test
  void shows_that_the_plan_has_no_free_stream_and_starts_when_it_has() throws Exception {
    ApiSession admin = Portal.api("globex", "tenant_admin");
    endAll(admin, "");
    var others = new ArrayDeque<Viewing>();
    try {
      Await.until(
          "the streams of earlier tests are free", BrowserWindow.PATIENCE, () -> inUse(admin) == 0);
      while (others.size() < LIMIT) {
        others.add(Viewing.open(admin, "warehouse"));
      }
      var window = windows.open().expect(409, "/api/v1/cameras/lobby/stream-token");
      var portal = Portal.enter(window, "globex", "viewer");
      portal.go("cameras/lobby");
      Tile tile = portal.tile("lobby");

      tile.awaitState("limit");
      assertThat(tile.box().getByRole(AriaRole.STATUS)).containsText("4 of 4 streams are in use.");
      assertThat(portal.page().getByText("4 of 4 streams", exactText())).isVisible();
      window.picture("portal-limit");

      others.pop().close();
      tile.box().getByRole(AriaRole.BUTTON, exactly("Try now")).click();
      tile.awaitPlaying();
    } finally {
      for (Viewing other : others) {
        other.close();
      }
    }
  }

  private static int inUse(ApiSession admin) throws IOException {
    JsonNode streams =
        admin.get("usage").expect(200).path("entitlements").path("maxConcurrentStreams");
    assertTrue(streams.path("limit").asInt() == LIMIT, streams.toString());
    return streams.path("inUse").asInt();
  }

  /** Ends the sessions of that camera, or of all if it is empty. */
  private static void endAll(ApiSession admin, String cameraId) throws IOException {
    for (String state : new String[] {"active", "issued"}) {
      for (JsonNode session : admin.get("sessions?state=" + state).expect(200).path("items")) {
        if (cameraId.isEmpty() || session.path("cameraId").asText().equals(cameraId)) {
          admin
              .call(
                  "POST",
                  "sessions/" + session.path("id").asText() + "/end",
                  Map.of("reason", "admin"))
              .expect(200);
        }
      }
    }
  }

  private static Locator.GetByRoleOptions exactly(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Page.GetByTextOptions exactText() {
    return new Page.GetByTextOptions().setExact(true);
  }
}
