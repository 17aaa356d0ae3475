package io.atalaya.e2e.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.e2e.browser.Accessibility;
import io.atalaya.e2e.browser.BrowserWindow;
import io.atalaya.e2e.browser.Look;
import io.atalaya.e2e.browser.Windows;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every page of the administration, for every eye and on the narrowest phone. */
@Tag("nightly")
final class AccessibilityIT {
  private static final List<String> LISTS = List.of("tenants", "cameras", "sessions", "gateways");

  @RegisterExtension final Windows windows = new Windows();

  @Test
  void pages_and_dialogs_break_no_rule_in_light_or_dark() {
    BrowserWindow window = windows.open();
    Admin admin = Admin.visit(window);
    assertThat(admin.heading("Sign in")).isVisible();
    Accessibility.check(window, "admin-sign-in");

    admin.signIn();
    assertThat(admin.page().locator("[data-figure=cameras]")).containsText("online");
    Accessibility.check(window, "admin-overview");

    for (String list : LISTS) {
      admin.go(list.equals("sessions") ? "sessions?state=all" : list);
      assertThat(admin.page().locator("tr[data-row], main [role=status]").first()).isVisible();
      Accessibility.check(window, "admin-" + list);
    }

    admin.go("cameras/acme/lobby");
    admin.tile("lobby").awaitPlaying();
    assertThat(admin.page().getByText("Everything is as it should be.")).isVisible();
    Accessibility.check(window, "admin-camera");
  }

  @Test
  void a_tenants_tabs_and_dialogs_break_no_rule_in_light_or_dark() {
    BrowserWindow window = windows.open();
    Admin admin = Admin.enter(window);

    for (String tab : List.of("cameras", "sessions", "plan", "danger")) {
      admin.go("tenants/acme?tab=" + tab);
      assertThat(admin.heading("Acme Stores")).isVisible();
      Accessibility.check(window, "admin-tenant-" + tab);
    }
    admin.button("Remove tenant").click();
    assertThat(admin.dialog().button("Remove tenant")).isDisabled();
    Accessibility.check(window, "admin-tenant-remove");

    admin.go("tenants");
    admin.button("Create tenant").click();
    admin.dialog().button("Create tenant").click();
    assertThat(admin.dialog().box()).containsText("Please choose a plan");
    Accessibility.check(window, "admin-tenant-create");
  }

  @Test
  void nothing_is_wider_than_a_phone() {
    for (Look look : List.of(Look.phone(), Look.phone().spanish().dark())) {
      BrowserWindow window = windows.open(look);
      Admin admin = Admin.visit(window);
      admin.signIn();
      assertThat(window.page().locator("[data-figure=cameras]")).containsText("6");
      fits(window, look, "overview");
      for (String list : LISTS) {
        admin.go(list);
        assertThat(admin.page().locator("tr[data-row], main [role=status]").first()).isVisible();
        fits(window, look, list);
      }
      admin.go("cameras/acme/lobby");
      admin.tile("lobby").awaitPlaying();
      fits(window, look, "camera");
      admin.go("tenants/acme");
      assertThat(admin.row("acme/lobby")).isVisible();
      fits(window, look, "tenant");
    }
  }

  private static void fits(BrowserWindow window, Look look, String title) {
    window.picture("admin-phone-" + look.locale() + "-" + title);
    assertEquals(0, window.overflowPixels(), title);
  }
}
