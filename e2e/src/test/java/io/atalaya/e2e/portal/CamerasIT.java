package io.atalaya.e2e.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.atalaya.e2e.portal.Portal.named;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.browser.Windows;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tenant's administrator looks after the cameras. */
final class CamerasIT {
  private static final String CAMERA = "back-door";
  private static final String NAME = "Back door";

  @RegisterExtension final Windows windows = new Windows();

  @Test
  void an_added_camera_goes_live_and_a_deleted_one_is_gone() {
    // Until it has left the page of the camera it deletes, the page may still ask for it.
    var window =
        windows
            .open()
            .allow(404, "/api/v1/cameras/" + CAMERA)
            .allow(410, "/live/")
            .allow(503, "/live/");
    var portal = Portal.enter(window, "acme", "tenant_admin");
    Page page = portal.page();

    portal.addCamera(NAME, CAMERA, RunningProduct.shared().source("acme", "parking"));
    assertThat(page.getByText(NAME + " was added")).isVisible();
    Locator card = page.locator("li[data-camera='" + CAMERA + "']");
    assertThat(card).hasAttribute("data-state", "online");
    card.getByRole(AriaRole.LINK).click();
    portal.tile(CAMERA).awaitPlaying();
    assertThat(page.getByText(RunningProduct.shared().source("acme", "parking"))).hasCount(0);

    page.getByRole(AriaRole.BUTTON, named("Delete camera")).click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    Locator confirm = dialog.getByRole(AriaRole.BUTTON, button("Delete camera"));
    dialog.getByRole(AriaRole.TEXTBOX).fill("back");
    assertThat(confirm).isDisabled();
    dialog.getByRole(AriaRole.TEXTBOX).fill(CAMERA);
    confirm.click();

    assertThat(portal.heading("Cameras")).isVisible();
    assertThat(card).hasCount(0);
    portal.page().reload();
    assertThat(page.getByText("3 cameras")).isVisible();
  }

  @Test
  void what_is_refused_is_shown_at_its_field() {
    var window =
        windows.open().expect(400, "/api/v1/cameras/metadata").expect(409, "/api/v1/cameras/lobby");
    var portal = Portal.enter(window, "acme", "tenant_admin");
    Page page = portal.page();

    portal.addCamera("Nowhere", "nowhere", "http://camera.example/stream");
    assertThat(field(page, "Source"))
        .hasAccessibleDescription(Pattern.compile("It must begin with rtsp:// or rtsps://"));
    cancel(page);

    portal.addCamera("Metadata", "metadata", "rtsp://169.254.169.254/latest");
    assertThat(field(page, "Source"))
        .hasAccessibleDescription(Pattern.compile("This address may not be used as a source."));
    cancel(page);

    portal.addCamera("Second lobby", "lobby", RunningProduct.shared().source("acme", "lobby"));
    assertThat(field(page, "Id")).hasAccessibleDescription(Pattern.compile("already"));
    cancel(page);
    assertThat(page.getByText("3 cameras")).isVisible();
  }

  @Test
  void a_viewer_can_neither_add_nor_delete() {
    var portal = Portal.enter(windows.open(), "acme", "viewer");
    assertThat(portal.page().getByText("3 cameras")).isVisible();
    assertThat(portal.page().getByRole(AriaRole.BUTTON, named("Add camera"))).hasCount(0);

    portal.go("cameras/lobby");
    assertThat(portal.heading("Lobby")).isVisible();
    assertThat(portal.page().getByRole(AriaRole.BUTTON, named("Delete camera"))).hasCount(0);
  }

  @Test
  void the_list_can_be_searched_and_the_search_is_in_the_address() {
    var portal = Portal.enter(windows.open(), "acme", "viewer");

    portal.page().getByRole(AriaRole.TEXTBOX, named("Search")).fill("park");
    assertThat(portal.page().locator("li[data-camera]")).hasCount(1);
    portal.page().reload();
    assertThat(portal.page().locator("li[data-camera]")).hasCount(1);

    portal.go("cameras?q=nothing-like-it");
    assertThat(portal.page().getByText("No camera matches")).isVisible();
  }

  private static void cancel(Page page) {
    page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON, button("Cancel")).click();
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
  }

  private static Locator field(Page page, String label) {
    return page.getByRole(AriaRole.DIALOG)
        .getByLabel(label, new Locator.GetByLabelOptions().setExact(true));
  }

  private static Locator.GetByRoleOptions button(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }
}
