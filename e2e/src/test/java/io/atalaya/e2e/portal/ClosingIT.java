package io.atalaya.e2e.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A wall that goes away gives its slots back: at once if it can say so, else by its leases. */
final class ClosingIT {
  private static final String TENANT = "acme";

  /** More than the six connections that a browser opens to one server. */
  private static final int TILES = 7;

  /** Far from the 45 s of a lease, and long enough for two busy cores. */
  private static final Duration AT_ONCE = Duration.ofSeconds(15);

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
  void closing_a_tab_frees_its_slot_at_once() throws Exception {
    BrowserWindow window = watchWall();

    window.closeTab();

    Await.until("all slots are free", AT_ONCE, () -> slots.inUse() == 0);
  }

  @Test
  void leaving_the_portal_frees_its_slots_at_once() throws Exception {
    BrowserWindow window = watchWall();

    window.go(URI.create("about:blank"));

    Await.until("all slots are free", AT_ONCE, () -> slots.inUse() == 0);
  }

  @Test
  void a_killed_tab_frees_its_slot_within_the_lease() throws Exception {
    BrowserWindow window = watchWall();

    window.killTab();

    Await.until("all slots are free", WITHIN_LEASE, () -> slots.inUse() == 0);
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
