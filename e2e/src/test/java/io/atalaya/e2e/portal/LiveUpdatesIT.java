package io.atalaya.e2e.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.browser.Windows;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An open page learns what others do, by the event stream. */
final class LiveUpdatesIT {
  private static final String CAMERA = "side-door";

  @RegisterExtension final Windows windows = new Windows();

  @AfterEach
  void removeTheCamera() throws IOException {
    Portal.api("acme", "tenant_admin").call("DELETE", "cameras/" + CAMERA, Map.of());
  }

  @Test
  void a_camera_that_somebody_else_deletes_leaves_the_page_although_no_list_is_loaded_anew()
      throws IOException {
    var admin = Portal.api("acme", "tenant_admin");
    addCamera(admin);
    var portal = Portal.enter(windows.open(), "acme", "viewer");
    Page page = portal.page();
    Locator card = page.locator("li[data-camera='" + CAMERA + "']");
    assertThat(card).isVisible();
    assertThat(page.locator("[data-stream]")).hasAttribute("data-stream", "live");
    // From now on lists are asked for in vain: what the page learns, it learns from the stream.
    page.route(Pattern.compile("/api/v1/cameras\\?"), _ -> {});

    admin.call("DELETE", "cameras/" + CAMERA, Map.of()).expect(204);

    assertThat(card).hasCount(0);
    assertThat(page.locator("li[data-camera]")).hasCount(3);
  }

  @Test
  void the_page_of_a_camera_that_somebody_deletes_says_that_it_is_gone() throws IOException {
    var admin = Portal.api("acme", "tenant_admin");
    addCamera(admin);
    var window =
        windows
            .open()
            .expect(404, "/api/v1/cameras/" + CAMERA)
            .allow(410, "/live/")
            .allow(503, "/live/");
    var portal = Portal.enter(window, "acme", "viewer");
    portal.go("cameras/" + CAMERA);
    assertThat(portal.heading("Side door")).isVisible();
    assertThat(portal.page().locator("[data-stream]")).hasAttribute("data-stream", "live");

    admin.call("DELETE", "cameras/" + CAMERA, Map.of()).expect(204);

    assertThat(portal.page().getByText("There is no such camera.")).isVisible();
    assertThat(portal.page().locator("video")).hasCount(0);
  }

  @Test
  void the_count_of_streams_follows_other_peoples_sessions() throws Exception {
    Slots slots = Slots.of("acme");
    slots.free();
    var onlooker = Portal.enter(windows.open(), "acme", "tenant_admin");
    Locator chip = onlooker.page().locator("[data-in-use]");
    assertThat(chip).hasAttribute("data-in-use", "0");

    var watcher = Portal.enter(windows.open().allow(410, "/live/"), "acme", "viewer");
    watcher.go("cameras/lobby");
    watcher.tile("lobby").awaitPlaying();

    assertThat(chip).hasAttribute("data-in-use", "1");
    slots.endAllOf("lobby");
    assertThat(chip).hasAttribute("data-in-use", "0");
  }

  private static void addCamera(ApiSession admin) throws IOException {
    String source = RunningProduct.shared().source("acme", "parking");
    admin
        .call("PUT", "cameras/" + CAMERA, Map.of("name", "Side door", "source", source))
        .expect(201);
  }
}
