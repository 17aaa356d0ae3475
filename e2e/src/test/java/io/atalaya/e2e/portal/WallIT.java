package io.atalaya.e2e.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.atalaya.e2e.portal.Portal.named;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.browser.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many live pictures at once. */
final class WallIT {
  @RegisterExtension final Windows windows = new Windows();

  @Test
  void plays_every_healthy_camera() throws Exception {
    Slots.of("acme").free();
    var portal = Portal.enter(windows.open(), "acme", "viewer");

    var asked = new ArrayList<String>();
    portal.page().onRequest(request -> asked.add(request.url()));
    portal.page().getByRole(AriaRole.LINK, named("Wall")).click();

    for (String camera : List.of("lobby", "parking", "entrance")) {
      portal.tile(camera).awaitPlaying();
    }
    assertThat(portal.page().getByText("3 of 25 streams")).isVisible();
    assertEquals(1, asked.stream().filter(url -> url.endsWith("/stream-tokens")).count());
    assertEquals(0, asked.stream().filter(url -> url.endsWith("/stream-token")).count());
  }

  @Test
  void says_why_a_camera_is_dark_while_the_others_play() {
    // The gateway has no picture of it, and says so to each try.
    var window = windows.open().allow(503, "/live/");
    var portal = Portal.enter(window, "globex", "viewer");

    portal.go("wall");

    portal.tile("lobby").awaitPlaying();
    portal.tile("warehouse").awaitPlaying();
    var dark = portal.tile("loading-dock");
    assertThat(dark.box()).containsText("user name or password refused");
    assertThat(dark.box().getByRole(AriaRole.STATUS)).containsText("No picture from the camera");
    portal.tile("lobby").awaitPlaying();
  }

  @Test
  void keeps_layout_and_choice_in_the_address() {
    // The good-bye of the page before may end the session that the page after was just given.
    var window = windows.open().allow(410, "/live/");
    var portal = Portal.enter(window, "acme", "viewer");
    portal.go("wall");

    portal.page().getByRole(AriaRole.RADIOGROUP, named("Layout")).getByText("1", exactly()).click();
    assertThat(portal.page()).hasURL(Pattern.compile("/wall\\?.*layout=1"));
    assertThat(portal.page().locator("section[data-camera]")).hasCount(1);

    portal.go("wall?layout=1&cameras=parking");
    portal.tile("parking").awaitPlaying();
    assertThat(portal.page().locator("section[data-camera]")).hasCount(1);
  }

  private static Locator.GetByTextOptions exactly() {
    return new Locator.GetByTextOptions().setExact(true);
  }
}
