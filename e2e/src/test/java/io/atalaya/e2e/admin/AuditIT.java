package io.atalaya.e2e.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import io.atalaya.e2e.browser.Accessibility;
import io.atalaya.e2e.browser.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The operator looks up what happened in all tenants and in one. */
final class AuditIT {
  @RegisterExtension final Windows windows = new Windows();

  @Test
  void shows_all_tenants_or_one_and_saves_what_it_shows() throws IOException {
    var window = windows.open();
    Admin admin = Admin.enter(window);
    admin.link("Audit").first().click();
    assertThat(rows(admin, "Signed in").first()).isVisible();
    Accessibility.check(window, "admin-audit");

    admin.go("audit?tenant=globex&thing=camera&outcome=done");
    assertThat(rows(admin, "Camera added").first()).isVisible();
    assertThat(rows(admin, "Signed in")).hasCount(0);
    Download download = admin.page().waitForDownload(() -> admin.button("Save as CSV").click());
    List<String> csv = Files.readAllLines(download.path());
    assertTrue(csv.size() > 1, csv.toString());
    assertTrue(csv.stream().skip(1).allMatch(line -> line.contains(",globex,")), csv.toString());
  }

  private static Locator rows(Admin admin, String text) {
    return admin
        .page()
        .locator("tr[data-row]")
        .filter(new Locator.FilterOptions().setHasText(text));
  }
}
