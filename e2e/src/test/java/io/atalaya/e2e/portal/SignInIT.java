package io.atalaya.e2e.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.atalaya.e2e.portal.Portal.named;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.browser.Windows;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The door of the portal, and what a person keeps behind it. */
final class SignInIT {
  private static final int MORE_TABS_THAN_ANY_PAGE = 60;

  @RegisterExtension final Windows windows = new Windows();
  private final RunningProduct.User vera = RunningProduct.shared().user("acme", "viewer");

  @Test
  void says_so_when_the_password_is_wrong() {
    var portal = Portal.visit(windows.open().expect(401, "/api/v1/auth/login"));

    portal.signIn(vera, "not-" + vera.password());

    assertThat(portal.page().getByRole(AriaRole.ALERT))
        .hasText("Organisation, user name or password is wrong.");
    assertThat(portal.page().getByLabel("Password", exactly())).hasValue("");
    assertThat(portal.page().getByLabel("User name")).hasValue(vera.username());
  }

  @Test
  void leads_to_the_page_that_was_asked_for() {
    var portal = Portal.visit(windows.open());
    portal.go("wall?layout=9");

    portal.signIn(vera);

    assertThat(portal.page()).hasURL(Portal.at("wall?layout=9").toString());
    assertThat(portal.heading("Wall")).isAttached();
  }

  @Test
  void knows_the_organisation_from_the_address() {
    var portal = Portal.visit(windows.open());

    portal.go("sign-in?tenant=acme");

    assertThat(portal.page().getByLabel("Organisation")).hasValue("acme");
  }

  @Test
  void signs_out_for_good() {
    var portal = Portal.enter(windows.open(), "acme", "viewer");

    accountMenu(portal.page());
    portal.page().getByRole(AriaRole.MENUITEM, named("Sign out")).click();
    assertThat(portal.heading("Sign in")).isVisible();

    portal.go("cameras/lobby");
    assertThat(portal.heading("Sign in")).isVisible();
    assertThat(portal.page()).hasURL(Pattern.compile("/portal/sign-in\\?next="));
  }

  @Test
  void remembers_the_language() {
    var portal = Portal.enter(windows.open(), "acme", "viewer");

    accountMenu(portal.page());
    portal.page().getByRole(AriaRole.MENUITEM, named("Español")).click();
    assertThat(portal.heading("Cámaras")).isVisible();

    portal.page().reload();
    assertThat(portal.heading("Cámaras")).isVisible();
    assertThat(portal.page().locator("html")).hasAttribute("lang", "es");
  }

  @Test
  void needs_no_mouse_to_watch_a_camera() {
    var portal = Portal.visit(windows.open());
    Page page = portal.page();
    assertThat(portal.heading("Sign in")).isVisible();

    tabTo(page, "document.activeElement.name === 'tenantId'");
    page.keyboard().type(vera.tenantId());
    tabTo(page, "document.activeElement.name === 'username'");
    page.keyboard().type(vera.username());
    tabTo(page, "document.activeElement.name === 'password'");
    page.keyboard().type(vera.password());
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.LINK, named("Parking"))).isVisible();
    tabTo(page, "document.activeElement.textContent === 'Parking'");
    page.keyboard().press("Enter");

    portal.tile("parking").awaitPlaying();
    tabTo(page, "document.activeElement.getAttribute('aria-label') === 'Sound on'");
    page.keyboard().press("Enter");
    assertEquals(false, page.evaluate("document.querySelector('video').muted"));
  }

  private static void accountMenu(Page page) {
    page.getByRole(
            AriaRole.BUTTON,
            new Page.GetByRoleOptions().setName(Pattern.compile("^Account menu of ")))
        .click();
  }

  private static void tabTo(Page page, String condition) {
    for (int tab = 0; tab < MORE_TABS_THAN_ANY_PAGE; tab++) {
      if ((Boolean) page.evaluate(condition)) {
        return;
      }
      page.keyboard().press("Tab");
    }
    fail("the Tab key never leads to: " + condition);
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
