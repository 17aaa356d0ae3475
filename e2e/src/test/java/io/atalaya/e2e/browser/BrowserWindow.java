package io.atalaya.e2e.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One person's browser: its own cookies and storage. What goes wrong inside is recorded, and {@link
 * #close} fails on everything the test did not announce with {@link #expect} or {@link #allow}.
 */
public final class BrowserWindow implements AutoCloseable {
  /** Two cores are shared by browser, encoder, database and two servers. */
  public static final Duration PATIENCE = Duration.ofSeconds(45);

  /** The same, as Playwright takes it. */
  static final double PATIENCE_MILLIS = (double) PATIENCE.toMillis();

  private static final int FIRST_REFUSAL = 400;
  private static final Path EVIDENCE = Path.of("target", "browser");

  /** The page hears of it before the next frame, and its style before the one after. */
  private static final String FADED =
      """
      async () => {
        const frame = () => new Promise(requestAnimationFrame);
        await frame();
        await frame();
        const fades = document.getAnimations().filter(each => each instanceof CSSTransition);
        await Promise.allSettled(fades.map(({ finished }) => finished));
      }\
      """;

  private final String name;
  private final BrowserContext context;
  private final Page page;
  private final List<Trouble> troubles = new ArrayList<>();
  private final List<Announcement> announcements = new ArrayList<>();
  private boolean closed;

  private BrowserWindow(String name, BrowserContext context, Page page) {
    this.name = name;
    this.context = context;
    this.page = page;
    page.setDefaultTimeout(PATIENCE_MILLIS);
    record();
  }

  /**
   * @param name what evidence of trouble is called
   */
  static BrowserWindow open(Browser browser, String name, Look look) {
    BrowserContext context = browser.newContext(look.options());
    return new BrowserWindow(name, context, context.newPage());
  }

  /**
   * Opened by a script, because that is how one gets a tab with a copy of the storage by script.
   */
  BrowserWindow duplicate(String copyName) {
    Page copy = page.waitForPopup(() -> page.evaluate("() => { open(location.href); }"));
    return new BrowserWindow(copyName, context, copy);
  }

  private void record() {
    page.onResponse(response -> {
      if (response.status() >= FIRST_REFUSAL) {
        troubles.add(
            new Trouble.Refused(response.status(), response.request().method(), response.url()));
      }
    });
    page.onRequestFailed(request -> {
      // Aborted means that the page itself changed its mind.
      if (!"net::ERR_ABORTED".equals(request.failure())) {
        troubles.add(new Trouble.Failed(request.url(), request.failure()));
      }
    });
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        troubles.add(new Trouble.Logged(message.text(), message.location()));
      }
    });
    page.onPageError(error -> troubles.add(new Trouble.Thrown(error)));
  }

  public Page page() {
    return page;
  }

  public void go(URI address) {
    page.navigate(address.toString());
  }

  public Tile tile(String cameraId) {
    return new Tile(page, cameraId);
  }

  /** The test will provoke this refusal; it fails if that does not happen. */
  public BrowserWindow expect(int status, String urlPart) {
    announcements.add(new Announcement(status, urlPart, true));
    return this;
  }

  /** This refusal may happen, or may not. */
  public BrowserWindow allow(int status, String urlPart) {
    announcements.add(new Announcement(status, urlPart, false));
    return this;
  }

  /** How far the page can be scrolled sideways. */
  public int overflowPixels() {
    return ((Number) page.evaluate("() => { scrollBy(9999, 0); return scrollX; }")).intValue();
  }

  /** As if the device had been switched between light and dark; returns when it is done fading. */
  public void prefer(ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    page.evaluate(FADED);
  }

  /** Keeps a picture of the page for people, where {@code -Datalaya.pictures} names a folder. */
  public void picture(String title) {
    String folder = System.getProperty("atalaya.pictures", "");
    if (!folder.isEmpty()) {
      save(Path.of(folder, title + ".png"));
    }
  }

  private void save(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }

  /** Closes the tab as a person does; another one is open, so the browser goes on. */
  public void closeTab() {
    context.newPage();
    page.waitForClose(() -> page.close(new Page.CloseOptions().setRunBeforeUnload(true)));
  }

  /** Kills what runs the tab, as a system short of memory does: the page says no good-bye. */
  public void killTab() {
    context.newPage();
    try {
      page.navigate("chrome://crash");
    } catch (PlaywrightException crashed) {
      page.close();
      return;
    }
    throw new AssertionError("the tab of window " + name + " lives on");
  }

  /** Keeps what the page looks like and what was recorded, for whoever reads the failure. */
  void keepEvidence() {
    if (closed || page.isClosed()) {
      return;
    }
    try {
      Files.createDirectories(EVIDENCE);
      save(EVIDENCE.resolve(name + ".png"));
      Files.writeString(
          EVIDENCE.resolve(name + ".txt"),
          page.url() + "\n" + lines(troubles) + "\n\n" + page.locator("body").ariaSnapshot());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves the page as a person does, so that players say good-bye, and judges what happened. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (!unannounced().isEmpty()) {
      keepEvidence();
    }
    closed = true;
    if (!page.isClosed()) {
      page.navigate("about:blank");
    }
    context.close();
    if (!unannounced().isEmpty()) {
      throw new AssertionError("window " + name + " had trouble:\n" + lines(unannounced()));
    }
    List<Announcement> missing = announcements.stream().filter(this::isMissing).toList();
    if (!missing.isEmpty()) {
      throw new AssertionError("window " + name + " never saw what was announced: " + missing);
    }
  }

  private List<Trouble> unannounced() {
    return troubles.stream()
        .filter(trouble -> announcements.stream().noneMatch(known -> known.covers(trouble)))
        .toList();
  }

  private boolean isMissing(Announcement announcement) {
    return announcement.required() && troubles.stream().noneMatch(announcement::covers);
  }

  private static String lines(List<Trouble> troubles) {
    return troubles.stream().map(Trouble::toString).collect(Collectors.joining("\n"));
  }
}
