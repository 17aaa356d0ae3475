package io.atalaya.e2e.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.atalaya.e2e.portal.Portal.named;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.browser.Accessibility;
import io.atalaya.e2e.browser.Look;
import io.atalaya.e2e.browser.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tenant's people look up who did what, and take it along. */
final class AuditIT {
  private static final String CAMERA = "accounted-for";

  @RegisterExtension final Windows windows = new Windows();

  @BeforeEach
  void something_happens_and_something_is_refused() throws IOException {
    String source = RunningProduct.shared().source("acme", "parking");
    Portal.api("acme", "tenant_admin")
        .call("PUT", "cameras/" + CAMERA, Map.of("name", "=1+1", "source", source))
        .expect(201);
    Portal.api("acme", "viewer").call("DELETE", "cameras/" + CAMERA, Map.of()).expect(403);
  }

  @AfterEach
  void removeWhatIsLeft() throws IOException {
    ApiSession admin = Portal.api("acme", "tenant_admin");
    admin.call("DELETE", "cameras/" + CAMERA, Map.of());
  }

  @Test
  void what_happened_is_found_by_filters_and_saved_as_a_file() throws IOException {
    var window = windows.open();
    var portal = Portal.enter(window, "acme", "tenant_admin");
    Page page = portal.page();
    page.getByRole(AriaRole.LINK, named("Audit")).click();

    Locator added = rows(page, "Camera added").filter(having("camera/" + CAMERA)).first();
    assertThat(added).containsText(RunningProduct.shared().user("acme", "tenant_admin").username());
    added.getByText("More").click();
    assertThat(added).containsText("=1+1");
    assertThat(added).containsText("127.0.0.1");
    Accessibility.check(window, "portal-audit");

    added.getByRole(AriaRole.BUTTON, button("camera/" + CAMERA)).click();
    assertThat(page).hasURL(Pattern.compile("subject=camera"));
    assertThat(rows(page, "action/")).hasCount(0);
    assertThat(rows(page, "Camera added").first()).isVisible();
    page.getByRole(AriaRole.BUTTON, named("Only camera/" + CAMERA + " ×")).click();

    page.getByRole(AriaRole.COMBOBOX, named("Result")).click();
    page.getByRole(AriaRole.OPTION, named("Denied")).click();
    assertThat(page).hasURL(Pattern.compile("outcome=denied"));
    assertThat(rows(page, "Camera added")).hasCount(0);
    assertThat(rows(page, "action/camera_manage").first()).containsText("Access denied");

    List<String> csv = saved(page, "Save as CSV", "audit.csv");
    assertTrue(csv.getFirst().startsWith("id,at,tenantId,action,outcome"), csv.getFirst());
    assertTrue(csv.stream().skip(1).allMatch(line -> line.contains(",denied,")), csv.toString());
    assertTrue(csv.stream().anyMatch(line -> line.contains("action/camera_manage")));

    portal.go("audit?thing=camera&from=2000-01-01");
    assertThat(rows(page, "Camera added").first()).isVisible();
    List<String> lines = saved(page, "Save as JSON lines", "audit.ndjson");
    assertTrue(lines.stream().allMatch(line -> line.contains("\"action\":\"camera.")));
    assertTrue(lines.stream().anyMatch(line -> line.contains("camera/" + CAMERA)));
    portal.go("audit?to=2000-01-01");
    assertThat(page.getByText("Nothing was found")).isVisible();
  }

  @Test
  void whoever_may_not_see_it_is_told_so_and_is_not_led_there() {
    var window = windows.open().expect(403, "/api/v1/audit");
    var portal = Portal.enter(window, "acme", "viewer");
    assertThat(portal.page().getByRole(AriaRole.LINK, named("Wall"))).isVisible();
    assertThat(portal.page().getByRole(AriaRole.LINK, named("Audit"))).hasCount(0);

    portal.go("audit");

    assertThat(portal.page().getByText("You may not see this")).isVisible();
  }

  @Test
  void nothing_is_wider_than_a_phone() {
    var window = windows.open(Look.phone().spanish());
    var portal = Portal.enter(window, "acme", "tenant_admin");

    portal.go("audit");
    Locator added = rows(portal.page(), "Cámara añadida").first();
    added.getByText("Más").click();
    assertThat(added).containsText("Exactamente");
    window.picture("portal-phone-audit");
    assertEquals(0, window.overflowPixels(), "audit");
  }

  private static List<String> saved(Page page, String button, String name) throws IOException {
    Download download =
        page.waitForDownload(() -> page.getByRole(AriaRole.BUTTON, named(button)).click());
    assertEquals(name, download.suggestedFilename());
    List<String> lines = Files.readAllLines(download.path());
    assertFalse(lines.isEmpty());
    return lines;
  }

  private static Locator rows(Page page, String text) {
    return page.locator("tr[data-row]").filter(having(text));
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Locator.GetByRoleOptions button(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }
}
