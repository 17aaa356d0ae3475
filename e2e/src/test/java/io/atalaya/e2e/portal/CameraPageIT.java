package io.atalaya.e2e.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.atalaya.e2e.portal.Portal.named;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.browser.Windows;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A camera's page tells how it is, why, since when, and what comes next. */
final class CameraPageIT {
  private static final String CAMERA = "cellar";

  @RegisterExtension final Windows windows = new Windows();

  @AfterEach
  void removeTheCamera() throws IOException {
    Portal.api("acme", "tenant_admin").call("DELETE", "cameras/" + CAMERA, Map.of());
  }

  @Test
  void a_camera_that_refuses_the_sign_in_says_what_to_do_and_can_be_looked_at_now() {
    var portal = Portal.enter(windows.open().allow(503, "/live/"), "globex", "tenant_admin");
    Page page = portal.page();

    portal.go("cameras/loading-dock");

    Locator health = region(page, "Health");
    assertThat(health).containsText("Sign-in refused");
    assertThat(health).containsText("Correct the user name and password in its source");
    assertThat(health).containsText("Next look");
    assertThat(row(page, "Authenticated")).containsText("Camera refuses the sign-in");
    assertThat(row(page, "Authenticated")).containsText("user name or password refused");
    assertThat(row(page, "Reachable")).containsText("Camera can be reached");
    Locator history = region(page, "History");
    assertThat(history.locator("[data-segments] [data-result=auth_failed]")).isVisible();
    assertThat(history).containsText("user name or password refused");

    history.getByText("1 hour").click();
    assertThat(page).hasURL(Pattern.compile("\\?span=hour$"));
    page.getByRole(AriaRole.BUTTON, named("Sync now: Loading dock")).click();
    assertThat(page.getByText("Loading dock was checked")).isVisible();
  }

  @Test
  void a_live_camera_tells_which_engine_pulls_it_and_what_was_measured() {
    var window = windows.open();
    var portal = Portal.enter(window, "acme", "viewer");
    portal.go("cameras/lobby");
    portal.tile("lobby").awaitPlaying();

    Locator health = region(portal.page(), "Health");
    assertThat(fact(health, "Engine")).hasText("in-process");
    assertThat(fact(health, "Start-up time")).containsText("wait for a key frame");
    assertThat(fact(health, "Packets")).hasText("none lost");
    assertThat(fact(health, "Codec")).containsText("mp4a.40.2");
    window.picture("portal-camera");
  }

  @Test
  void what_becomes_of_it_appears_by_the_events_own_words() throws IOException {
    ApiSession admin = Portal.api("acme", "tenant_admin");
    String source = RunningProduct.shared().source("acme", "parking");
    var settings = Map.of("name", "Cellar", "source", source, "onDemand", true);
    admin.call("PUT", "cameras/" + CAMERA, settings).expect(201);
    var portal = Portal.enter(windows.open(), "acme", "viewer");
    Page page = portal.page();
    Locator card = page.locator("li[data-camera='" + CAMERA + "']");
    assertThat(card).isVisible();
    assertThat(page.locator("[data-stream]")).hasAttribute("data-stream", "live");
    // From now on lists are asked for in vain: what the page learns, it learns from the stream.
    page.route(Pattern.compile("/api/v1/cameras\\?"), _ -> {});

    admin.call("PATCH", "cameras/" + CAMERA, Map.of("enabled", false)).expect(200);

    assertThat(card).hasAttribute("data-state", "disabled");
    card.getByRole(AriaRole.LINK).click();
    assertThat(region(page, "Health")).containsText("The camera is switched off here");
    assertThat(region(page, "History").locator("[data-state=disabled]").first()).isVisible();
    assertThat(page.getByRole(AriaRole.BUTTON, named("Sync now: Cellar"))).hasCount(0);
  }

  private static Locator region(Page page, String name) {
    return page.getByRole(AriaRole.REGION, named(name));
  }

  private static Locator fact(Locator region, String name) {
    return region.locator("dl > div:has(dt:text-is('" + name + "')) > dd");
  }

  private static Locator row(Page page, String condition) {
    return page.locator("tr[data-row=" + condition + "]");
  }
}
