package io.atalaya.e2e.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.Await;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.browser.BrowserWindow;
import io.atalaya.e2e.browser.Windows;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A wall that goes away gives its slots back: in a moment if it can say so, else by its leases. One
 * that is stopped gives them back at once.
 */
final class ClosingIT {
  private static final String TENANT = "acme";

  /** More than the six connections that a browser opens to one server. */
  private static final int TILES = 7;

  /** A page that went has 5 s to come back; the rest is for two busy cores. */
  private static final Duration IN_A_MOMENT = Duration.ofSeconds(5).plusSeconds(5);

  /** The lease counts from the last part that was sent; the rest is for two busy cores. */
  private static final Duration WITHIN_LEASE = Duration.ofSeconds(45).plusSeconds(5);

  @RegisterExtension final Windows windows = new Windows();

  private final List<String> cameras = new ArrayList<>();
  private Slots slots;

  @BeforeEach
  void add_cameras() throws Exception {
    slots = Slots.of(TENANT);
    slots.free();
    String source = RunningProduct.shared().source(TENANT, "parking");
    for (int i = 1; i <= TILES; i++) {
      cameras.add("closing-" + i);
      var settings = Map.of("name", "Closing " + i, "source", source);
      admin().call("PUT", "cameras/closing-" + i, settings).expect(201);
    }
  }

  @AfterEach
  void delete_cameras() throws IOException {
    for (String camera : cameras) {
      admin().call("DELETE", "cameras/" + camera, Map.of()).expect(204);
    }
  }

  @Test
  void closing_a_tab_frees_its_slots_in_a_moment() throws Exception {
    BrowserWindow window = watchWall();

    window.closeTab();

    Await.until("all slots are free", IN_A_MOMENT, () -> slots.inUse() == 0);
  }

  @Test
  @Tag("nightly")
  void leaving_the_portal_frees_its_slots_in_a_moment_and_is_written_down_as_that()
      throws Exception {
    BrowserWindow window = watchWall();

    window.go(URI.create("about:blank"));

    Await.until("all slots are free", IN_A_MOMENT, () -> slots.inUse() == 0);
    Await.until(
        "all are swept", IN_A_MOMENT, () -> endings().equals(List.of("expired viewer_left")));
  }

  @Test
  @Tag("nightly")
  void another_view_of_the_portal_ends_its_sessions() throws Exception {
    BrowserWindow window = watchWall();

    window
        .page()
        .getByRole(AriaRole.NAVIGATION)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Cameras").setExact(true))
        .click();

    Await.until("all are ended", IN_A_MOMENT, () -> endings().equals(List.of("ended viewer")));
    assertEquals(0, slots.inUse());
  }

  @Test
  @Tag("nightly")
  void a_killed_tab_frees_its_slot_within_the_lease() throws Exception {
    BrowserWindow window = watchWall();

    window.killTab();

    Await.until("all slots are free", WITHIN_LEASE, () -> slots.inUse() == 0);
  }

  /** How the sessions of the wall ended; each way once. */
  private List<String> endings() throws IOException {
    var endings = new TreeSet<String>();
    for (String camera : cameras) {
      var session = admin().get("sessions?cameraId=" + camera).expect(200).path("items").path(0);
      endings.add(session.path("state").asText() + " " + session.path("endReason").asText());
    }
    return List.copyOf(endings);
  }

  private BrowserWindow watchWall() throws IOException {
    BrowserWindow window = windows.open().allow(503, "/live/");
    var portal = Portal.enter(window, TENANT, "viewer");
    portal.go("wall?layout=9&cameras=" + String.join(",", cameras));
    cameras.forEach(camera -> portal.tile(camera).awaitPlaying());
    assertEquals(TILES, slots.inUse());
    return window;
  }

  private ApiSession admin() {
    return slots.admin();
  }
}
