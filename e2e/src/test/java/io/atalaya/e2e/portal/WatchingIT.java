package io.atalaya.e2e.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.Viewing;
import io.atalaya.e2e.browser.Accessibility;
import io.atalaya.e2e.browser.Tile;
import io.atalaya.e2e.browser.Windows;
import java.io.IOException;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A session is cut, or there is no slot for one: the viewer learns why, and can go on. */
final class WatchingIT {
  @RegisterExtension final Windows windows = new Windows();

  @Test
  void tells_the_reason_when_an_administrator_ends_the_session() throws IOException {
    var portal = Portal.enter(windows.open().allow(410, "/live/"), "acme", "viewer");
    portal.go("cameras/entrance");
    Tile tile = portal.tile("entrance");
    tile.awaitPlaying();

    Slots.of("acme").endAllOf("entrance");

    tile.awaitState("ended");
    assertThat(tile.box().getByRole(AriaRole.STATUS)).hasText("Ended: stopped by an administrator");
    tile.box().getByRole(AriaRole.BUTTON, exactly("Watch again")).click();
    tile.awaitPlaying();
  }

  @Test
  void shows_that_the_plan_has_no_free_stream_and_starts_when_it_has() throws Exception {
    Slots slots = Slots.of("globex");
    slots.free();
    assertEquals(4, slots.limit());
    var others = new ArrayDeque<Viewing>();
    try {
      while (others.size() < slots.limit()) {
        others.add(Viewing.open(slots.admin(), "warehouse"));
      }
      var window = windows.open().expect(409, "/api/v1/cameras/lobby/stream-token");
      var portal = Portal.enter(window, "globex", "viewer");
      portal.go("cameras/lobby");
      Tile tile = portal.tile("lobby");

      tile.awaitState("limit");
      assertThat(tile.box().getByRole(AriaRole.STATUS)).containsText("4 of 4 streams are in use.");
      assertThat(tile.box().getByRole(AriaRole.LISTITEM)).hasCount(0); // none of them is hers
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

  @Test
  void stops_one_of_ones_own_at_the_limit_and_watches_here_instead() throws Exception {
    Slots slots = Slots.of("globex");
    slots.free();
    ApiSession viewer = Portal.api("globex", "viewer");
    var others = new ArrayDeque<Viewing>();
    try (Viewing hers = Viewing.open(viewer, "warehouse")) {
      while (slots.inUse() < slots.limit()) {
        others.add(Viewing.open(slots.admin(), "warehouse"));
      }
      var window = windows.open().expect(409, "/api/v1/cameras/lobby/stream-token");
      var portal = Portal.enter(window, "globex", "viewer");
      portal.go("cameras/lobby");
      Tile tile = portal.tile("lobby");
      tile.awaitState("limit");
      assertThat(tile.box().getByRole(AriaRole.LISTITEM)).hasCount(1);
      Accessibility.check(window, "portal-limit-own");
      portal.page().getByRole(AriaRole.BUTTON, Portal.named("4 of 4 streams")).click();
      assertThat(portal.page().getByText("Streams of the organisation")).isVisible();
      window.picture("portal-usage");
      portal.page().keyboard().press("Escape");

      Locator stop =
          tile.box().getByRole(AriaRole.BUTTON, exactly("Stop Warehouse and watch here"));
      stop.focus();
      portal.page().keyboard().press("Enter");

      tile.awaitPlaying();
      assertEquals(slots.limit(), slots.inUse(), "the slot has changed hands");
      JsonNode stopped = viewer.get("sessions/" + hers.sessionId()).expect(200);
      assertEquals("taken_over", stopped.path("endReason").asText());
    } finally {
      for (Viewing other : others) {
        other.close();
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
