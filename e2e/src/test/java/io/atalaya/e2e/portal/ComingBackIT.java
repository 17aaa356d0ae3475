package io.atalaya.e2e.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.atalaya.e2e.Await;
import io.atalaya.e2e.Viewing;
import io.atalaya.e2e.browser.BrowserWindow;
import io.atalaya.e2e.browser.Tile;
import io.atalaya.e2e.browser.Windows;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A page that goes and comes back at the limit, where there is no slot but its own: it goes on in
 * the same session.
 */
final class ComingBackIT {
  private static final String TENANT = "globex";

  /** A page that went has 5 s to come back; the rest is for two busy cores. */
  private static final Duration IN_A_MOMENT = Duration.ofSeconds(5).plusSeconds(5);

  /** What the browser tells a page that it keeps for "back", and shows again. */
  private static final String TRANSITION =
      "name => { dispatchEvent(new PageTransitionEvent(name, { persisted: true })); }";

  @RegisterExtension final Windows windows = new Windows();

  private final Deque<Viewing> others = new ArrayDeque<>();
  private Slots slots;
  private BrowserWindow window;
  private Page page;
  private Tile tile;
  private List<String> session;

  @BeforeEach
  void watch() throws Exception {
    slots = Slots.of(TENANT);
    slots.free();
    window = windows.open();
    Portal portal = Portal.enter(window, TENANT, "viewer");
    portal.go("cameras/lobby");
    page = portal.page();
    tile = portal.tile("lobby");
    tile.awaitPlaying();
    session = slots.sessionsOn("lobby");
    assertEquals(1, session.size());
  }

  @AfterEach
  void let_the_others_go() throws Exception {
    for (Viewing other : others) {
      other.close();
    }
  }

  @Test
  void a_reloaded_page_goes_on_in_its_session_at_the_limit() throws Exception {
    othersTakeTheRest();

    for (int times = 0; times < 2; times++) {
      page.reload();
      tile.awaitPlaying();
    }

    assertEquals(session, slots.sessionsOn("lobby"));
    assertEquals(slots.limit(), slots.inUse());
  }

  @Test
  void back_and_forward_go_on_in_its_session_at_the_limit() throws Exception {
    othersTakeTheRest();
    window.go(URI.create("about:blank"));

    page.goBack();

    tile.awaitPlaying();
    assertEquals(session, slots.sessionsOn("lobby"));
    page.goForward();
    page.goBack();
    tile.awaitPlaying();
    assertEquals(session, slots.sessionsOn("lobby"));
  }

  @Test
  void a_page_that_is_kept_for_back_goes_on_in_its_session_when_it_is_shown_again()
      throws Exception {
    othersTakeTheRest();
    page.evaluate(TRANSITION, "pagehide");
    tile.awaitState("paused");

    page.evaluate(TRANSITION, "pageshow");

    tile.awaitPlaying();
    assertEquals(session, slots.sessionsOn("lobby"));
    assertEquals(slots.limit(), slots.inUse());
  }

  @Test
  @Tag("nightly")
  void a_page_that_is_kept_for_too_long_takes_a_new_session() throws Exception {
    page.evaluate(TRANSITION, "pagehide");
    Await.until("its slot is free", IN_A_MOMENT, () -> slots.inUse() == 0);

    page.evaluate(TRANSITION, "pageshow");

    tile.awaitPlaying();
    List<String> now = slots.sessionsOn("lobby");
    assertEquals(1, now.size());
    assertTrue(!now.equals(session), "what is over stays over");
  }

  @Test
  @Tag("nightly")
  void a_duplicated_tab_watches_in_a_session_of_its_own() throws Exception {
    BrowserWindow copy = windows.duplicate(window);
    copy.tile("lobby").awaitPlaying();
    tile.awaitPlaying();
    assertEquals(2, slots.sessionsOn("lobby").size());
    assertEquals(session.getFirst(), slots.sessionsOn("lobby").getLast());

    copy.closeTab();

    Await.until("its slot is free", IN_A_MOMENT, () -> slots.inUse() == 1);
    tile.awaitPlaying();
    page.reload();
    tile.awaitPlaying();
    assertEquals(session, slots.sessionsOn("lobby"));
  }

  /** As a program may do, or a browser that copies a tab in a way we did not foresee. */
  @Test
  @Tag("nightly")
  void two_pages_in_one_session_do_not_fight_and_each_ends_up_with_a_picture() throws Exception {
    window.allow(410, "/live/");
    page.evaluate("sessionStorage.removeItem('atalaya.instances-in-use')");
    BrowserWindow copy = windows.duplicate(window);
    copy.allow(410, "/live/");
    copy.tile("lobby").awaitPlaying();
    tile.awaitPlaying();
    assertEquals(session, slots.sessionsOn("lobby"), "one session, one slot");

    copy.closeTab();

    Await.until(
        "the page that is left has a session",
        BrowserWindow.PATIENCE,
        () -> slots.sessionsOn("lobby").size() == 1 && !slots.sessionsOn("lobby").equals(session));
    tile.awaitPlaying();
    assertEquals(1, slots.inUse());
  }

  private void othersTakeTheRest() throws Exception {
    while (slots.inUse() < slots.limit()) {
      others.add(Viewing.open(slots.admin(), "warehouse"));
    }
  }
}
