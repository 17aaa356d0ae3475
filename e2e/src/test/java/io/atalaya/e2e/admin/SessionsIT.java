package io.atalaya.e2e.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.browser.Accessibility;
import io.atalaya.e2e.browser.Windows;
import io.atalaya.e2e.portal.Portal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who watches what, and the operator's right to end it. */
final class SessionsIT {
  @RegisterExtension final Windows windows = new Windows();

  @Test
  void shows_a_viewer_live_and_ends_the_session_with_a_reason() {
    String viewer = RunningProduct.shared().user("globex", "viewer").username();
    var portal = Portal.enter(windows.open().allow(410, "/live/"), "globex", "viewer");
    portal.go("cameras/warehouse");
    portal.tile("warehouse").awaitPlaying();
    var desk = windows.open();
    var admin = Admin.enter(desk);

    admin.link("Sessions").first().click();
    Locator row = admin.page().locator("tr[data-row]").filter(having(viewer + "warehouse"));
    assertThat(row).hasCount(1);
    String session = row.getAttribute("data-row");
    admin.button("End the session of " + viewer + " on warehouse").click();
    assertThat(admin.dialog().box()).containsText(viewer + " is watching warehouse");
    admin.page().getByLabel("Reason").fill("fire drill");
    Accessibility.check(desk, "admin-end-session");
    admin.page().keyboard().press("Enter");

    portal.tile("warehouse").awaitState("ended");
    assertThat(portal.tile("warehouse").box())
        .containsText("Ended: stopped by an administrator: fire drill");
    assertThat(admin.row(session)).hasCount(0);
    admin.go("sessions?state=ended&tenant=globex");
    assertThat(admin.row(session)).containsText("stopped by an administrator: fire drill");
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
