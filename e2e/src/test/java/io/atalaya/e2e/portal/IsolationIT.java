package io.atalaya.e2e.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.browser.Colour;
import io.atalaya.e2e.browser.Windows;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two tenants on one platform, seen by their people. */
final class IsolationIT {
  /** What clearly is another picture: the demo's backgrounds are about 200 apart. */
  private static final double CLEARLY = 80;

  @RegisterExtension final Windows windows = new Windows();

  @Test
  @DisplayName("isolates same cameraId across different tenants without collisions")
  void isolates_same_camera_id_across_different_tenants_without_collisions() {
    var acme = Portal.enter(windows.open(), "acme", "viewer");
    var globex = Portal.enter(windows.open(), "globex", "viewer");
    acme.go("cameras/lobby");
    globex.go("cameras/lobby");

    acme.tile("lobby").awaitPlaying();
    globex.tile("lobby").awaitPlaying();
    acme.tile("lobby").awaitPlaying();

    Colour orange = acme.tile("lobby").colour();
    Colour blue = globex.tile("lobby").colour();
    assertAll(
        () -> assertTrue(orange.red() > orange.blue() + CLEARLY, "acme's is " + orange),
        () -> assertTrue(blue.blue() > blue.red() + CLEARLY, "globex's is " + blue),
        () -> assertTrue(orange.distanceTo(blue) > 2 * CLEARLY, orange + " and " + blue));
  }

  @Test
  void another_tenants_camera_does_not_exist() {
    var window = windows.open().expect(404, "/api/v1/cameras/warehouse");
    var portal = Portal.enter(window, "acme", "viewer");

    portal.go("cameras/warehouse");

    assertThat(portal.page().getByRole(AriaRole.ALERT)).containsText("There is no such camera.");
    assertThat(portal.page().locator("video")).hasCount(0);
  }
}
