package io.atalaya.e2e.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.Viewing;
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
    assertThat(tile.box().getByRole(AriaRole.STATUS)).hasText("Ended: ended by an administrator");
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

  private static Locator.GetByRoleOptions exactly(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Page.GetByTextOptions exactText() {
    return new Page.GetByTextOptions().setExact(true);
  }
}
