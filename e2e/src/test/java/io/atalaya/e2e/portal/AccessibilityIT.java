package io.atalaya.e2e.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.atalaya.e2e.portal.Portal.named;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.browser.Accessibility;
import io.atalaya.e2e.browser.BrowserWindow;
import io.atalaya.e2e.browser.Look;
import io.atalaya.e2e.browser.Windows;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every page of the portal, for every eye and on the narrowest phone. */
@Tag("nightly")
final class AccessibilityIT {
  @RegisterExtension final Windows windows = new Windows();

  @Test
  void pages_and_dialogs_break_no_rule_in_light_or_dark() {
    // The good-bye of the page before may end the session that the page after was just given.
    BrowserWindow window =
        windows.open().allow(410, "/live/").expect(404, "/api/v1/cameras/no-such-camera");
    var portal = Portal.visit(window);
    Page page = portal.page();
    assertThat(portal.heading("Sign in")).isVisible();
    Accessibility.check(window, "portal-sign-in");

    portal.signIn(RunningProduct.shared().user("acme", "tenant_admin"));
    assertThat(page.locator("li[data-camera]")).hasCount(3);
    Accessibility.check(window, "portal-cameras");

    page.getByRole(AriaRole.BUTTON, named("Add camera")).click();
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    page.getByRole(AriaRole.DIALOG).locator("button[type=submit]").click();
    assertThat(page.getByText("Please give it a name")).isVisible();
    Accessibility.check(window, "portal-add");

    portal.go("cameras/lobby");
    portal.tile("lobby").awaitPlaying();
    assertThat(page.getByText("Everything is as it should be.")).isVisible();
    Accessibility.check(window, "portal-camera");

    page.getByRole(AriaRole.BUTTON, named("Delete camera")).click();
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    Accessibility.check(window, "portal-delete");

    portal.go("wall");
    for (String camera : List.of("lobby", "parking", "entrance")) {
      portal.tile(camera).awaitPlaying();
    }
    Accessibility.check(window, "portal-wall");

    portal.go("cameras/no-such-camera");
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    Accessibility.check(window, "portal-not-found");
  }

  @Test
  void a_dark_camera_breaks_no_rule_either() {
    BrowserWindow window = windows.open().allow(503, "/live/");
    var portal = Portal.enter(window, "globex", "tenant_admin");

    portal.go("cameras/loading-dock");

    assertThat(portal.tile("loading-dock").box()).containsText("user name or password refused");
    assertThat(portal.page().getByText("Camera refuses the sign-in")).isVisible();
    Accessibility.check(window, "portal-dark-camera");
  }

  @Test
  void nothing_is_wider_than_a_phone() {
    for (Look look : List.of(Look.phone(), Look.phone().spanish().dark())) {
      BrowserWindow window = windows.open(look);
      var portal = Portal.visit(window);
      assertThat(window.page().locator("input[name=tenantId]")).isVisible();
      fits(window, look, "sign-in");
      portal.signIn(RunningProduct.shared().user("acme", "tenant_admin"));
      assertThat(window.page().locator("li[data-camera]")).hasCount(3);
      fits(window, look, "cameras");
      portal.go("cameras/lobby");
      portal.tile("lobby").awaitPlaying();
      fits(window, look, "camera");
      portal.go("wall");
      portal.tile("lobby").awaitPlaying();
      fits(window, look, "wall");
    }
  }

  private static void fits(BrowserWindow window, Look look, String title) {
    window.picture("portal-phone-" + look.locale() + "-" + title);
    assertEquals(0, window.overflowPixels(), title);
  }
}
