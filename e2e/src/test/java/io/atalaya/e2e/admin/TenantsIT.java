package io.atalaya.e2e.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.browser.BrowserWindow;
import io.atalaya.e2e.browser.Windows;
import io.atalaya.e2e.portal.Portal;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tenant's whole life, and nobody else notices. */
final class TenantsIT {
  /** The id of a removed tenant is never given again, so each run has its own. */
  private static final String TENANT = "initech-" + ProcessHandle.current().pid();

  private static final String NAME = "Initech";
  private static final RunningProduct.User BOSS =
      new RunningProduct.User(TENANT, "tenant_admin", "bill", "tps-reports-by-friday");

  @RegisterExtension final Windows windows = new Windows();

  @AfterEach
  void leave_no_tenant_behind() throws IOException {
    Admin.api().call("POST", "tenants/" + TENANT + ":deprovision", Map.of());
  }

  @Test
  void lists_both_demo_tenants_with_their_cameras() {
    var admin = Admin.enter(windows.open());

    admin.link("Tenants").first().click();

    assertThat(admin.row("acme")).containsText("Acme Stores");
    assertThat(admin.row("globex")).containsText("Globex Logistics");
    admin.row("globex").getByRole(AriaRole.LINK).click();
    assertThat(admin.heading("Globex Logistics")).isVisible();
    assertThat(admin.row("globex/warehouse")).isVisible();
    admin.page().getByRole(AriaRole.TAB, named("Plan and use")).click();
    assertThat(admin.page().locator("[data-entitlement=maxCameras]")).containsText("3 of 10");
  }

  @Test
  void says_which_limits_were_agreed_apart_from_the_plan() throws IOException {
    var api = Admin.api();
    api.call("PATCH", "tenants/globex", Map.of("overrides", Map.of("maxCameras", 12)));
    try {
      var admin = Admin.enter(windows.open());
      admin.go("tenants/globex?tab=plan");
      var cameras = admin.page().locator("[data-entitlement=maxCameras]");
      assertThat(cameras).containsText("3 of 12");
      assertThat(cameras).containsText("Agreed apart from the plan");
      var streams = admin.page().locator("[data-entitlement=maxConcurrentStreams]");
      assertThat(streams).not().containsText("Agreed apart from the plan");
    } finally {
      api.call("PATCH", "tenants/globex", Map.of("overrides", Map.of()));
    }
  }

  @Test
  void creates_suspends_resumes_and_removes_a_tenant_while_another_keeps_watching() {
    var acme = Portal.enter(windows.open(), "acme", "viewer");
    acme.go("cameras/lobby");
    acme.tile("lobby").awaitPlaying();
    // Its own page may still ask for the tenant that has just been removed.
    var admin =
        Admin.enter(windows.open().expect(409, "/api/v1/tenants").allow(404, "/api/v1/tenants/"));

    create(admin);
    Portal boss = watchAsBoss();
    suspendAndResume(admin, boss);
    remove(admin);

    assertThat(boss.heading("Sign in")).isVisible();
    acme.tile("lobby").awaitPlaying();
  }

  private static void create(Admin admin) {
    admin.go("tenants");
    admin.button("Create tenant").click();
    var dialog = admin.dialog();
    dialog.fill("name", NAME);
    dialog.fill("tenantId", "acme");
    dialog.box().getByRole(AriaRole.COMBOBOX).click();
    admin.page().getByRole(AriaRole.OPTION, named("Starter")).click();
    dialog.fill("username", BOSS.username());
    dialog.fill("password", BOSS.password());
    dialog.button("Create tenant").click();
    assertThat(dialog.box()).containsText("This short name is already taken.");
    dialog.fill("tenantId", TENANT);
    dialog.button("Create tenant").click();
    assertThat(admin.heading(NAME)).isVisible();
    assertThat(admin.page().getByText("This tenant has no cameras yet")).isVisible();
  }

  /** Its first person signs in, adds a camera called as other tenants' are, and watches it. */
  private Portal watchAsBoss() {
    BrowserWindow window =
        windows
            .open()
            .allow(410, "/live/")
            .allow(503, "/live/")
            .allow(401, "/api/v1/")
            .allow(403, "/api/v1/");
    Portal boss = Portal.visit(window);
    boss.signIn(BOSS);
    assertThat(boss.page().getByText("No cameras yet")).isVisible();
    boss.addCamera("Lobby", "lobby", RunningProduct.shared().source("globex", "warehouse"));
    boss.page().getByRole(AriaRole.LINK, named("Lobby")).click();
    boss.tile("lobby").awaitPlaying();
    return boss;
  }

  private static void suspendAndResume(Admin admin, Portal boss) {
    admin.go("tenants/" + TENANT + "?tab=danger");
    admin.button("Suspend").click();
    admin.dialog().type(TENANT);
    admin.dialog().button("Suspend").click();
    assertThat(admin.page().getByText("This tenant is suspended")).isVisible();
    assertThat(boss.tile("lobby").box()).containsText("organisation suspended");

    admin.button("Resume").click();
    assertThat(admin.page().getByText(NAME + " is active again")).isVisible();
    boss.tile("lobby").awaitPlaying();
  }

  private static void remove(Admin admin) {
    admin.button("Remove tenant").click();
    assertThat(admin.dialog().button("Remove tenant")).isDisabled();
    admin.dialog().type(TENANT);
    admin.dialog().button("Remove tenant").click();
    assertThat(admin.dialog().box()).containsText("Removal of " + NAME);
    assertThat(admin.dialog().box()).containsText("ResultRemoved");
    admin.dialog().button("Close").last().click();
    assertThat(admin.row("acme")).isVisible();
    assertThat(admin.row(TENANT)).hasCount(0);
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
