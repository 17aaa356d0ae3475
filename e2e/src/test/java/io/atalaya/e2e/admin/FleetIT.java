package io.atalaya.e2e.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.browser.Colour;
import io.atalaya.e2e.browser.Windows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All tenants' cameras before one operator. */
final class FleetIT {
  private static final double CLEARLY = 160;

  @RegisterExtension final Windows windows = new Windows();

  @Test
  void watches_both_lobbies_and_they_are_not_the_same() {
    var admin = Admin.enter(windows.open());

    admin.link("Cameras").first().click();
    assertThat(admin.row("acme/lobby")).isVisible();
    assertThat(admin.row("globex/lobby")).isVisible();
    Colour acme = watch(admin, "acme");
    admin.link("Cameras").first().click();
    Colour globex = watch(admin, "globex");

    assertTrue(acme.distanceTo(globex) > CLEARLY, acme + " and " + globex);
  }

  private static Colour watch(Admin admin, String tenantId) {
    admin.row(tenantId + "/lobby").getByRole(AriaRole.LINK).first().click();
    assertThat(admin.page()).hasURL(Admin.at("cameras/" + tenantId + "/lobby").toString());
    admin.tile("lobby").awaitPlaying();
    return admin.tile("lobby").colour();
  }

  @Test
  void checks_the_broken_camera_at_once_and_says_what_is_wrong() {
    var admin = Admin.enter(windows.open().allow(503, "/live/"));

    admin.go("cameras?tenant=globex&q=loading");
    assertThat(admin.page().locator("tr[data-row]")).hasCount(1);
    assertThat(admin.row("globex/loading-dock")).containsText("Sign-in refused");
    assertThat(admin.row("globex/loading-dock")).containsText("user name or password refused");
    admin.button("Sync now: Loading dock").click();
    assertThat(admin.page().getByText("Loading dock was checked")).isVisible();
    assertThat(admin.row("globex/loading-dock")).containsText("Sign-in refused");

    admin.row("globex/loading-dock").getByRole(AriaRole.LINK).first().click();
    assertThat(admin.page().getByText("Camera refuses the sign-in")).isVisible();
    assertThat(admin.page().getByText("Camera can be reached")).isVisible();
  }

  @Test
  void each_number_of_the_overview_leads_to_its_list() {
    var admin = Admin.enter(windows.open());
    assertThat(figure(admin, "cameras")).containsText("6");
    assertThat(figure(admin, "cameras")).containsText("5 online");
    assertThat(figure(admin, "gateways")).containsText("all up");

    admin.page().locator("[data-summary=auth_failed]").getByRole(AriaRole.LINK).click();

    assertThat(admin.page()).hasURL(Admin.at("cameras?state=auth_failed").toString());
    assertThat(admin.page().locator("tr[data-row]")).hasCount(1);
    admin.link("Gateways").first().click();
    assertThat(admin.row("gateway-1")).containsText("Up");
  }

  @Test
  void what_needs_somebody_is_counted_and_leads_to_it() {
    var admin = Admin.enter(windows.open());
    assertThat(figure(admin, "zombies")).containsText("0");
    assertThat(figure(admin, "parked")).containsText("1");
    assertThat(admin.page().locator("[data-panel=recent] li").first()).isVisible();

    figure(admin, "parked").getByRole(AriaRole.LINK).click();

    assertThat(admin.page()).hasURL(Admin.at("cameras?state=auth_failed").toString());
    assertThat(queue(admin, "auth_failed")).hasAttribute("aria-pressed", "true");
    assertThat(queue(admin, "online")).containsText("5");
    assertThat(admin.page().locator("tr[data-row]")).hasCount(1);
    queue(admin, "online").click();
    assertThat(admin.page()).hasURL(Admin.at("cameras?state=online").toString());
    assertThat(admin.page().locator("tr[data-row]")).hasCount(5);
    queue(admin, "online").click();
    assertThat(admin.page().locator("tr[data-row]")).hasCount(6);
  }

  private static Locator queue(Admin admin, String summary) {
    return admin.page().locator("[data-queue=" + summary + "]");
  }

  private static Locator figure(Admin admin, String name) {
    return admin.page().locator("[data-figure=" + name + "]");
  }
}
