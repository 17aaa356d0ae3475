package io.atalaya.e2e.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.atalaya.e2e.RunningProduct;
import java.nio.file.Path;
import java.util.List;

/** A person in a browser that is already open when the measuring begins. */
final class Viewer implements AutoCloseable {
  private static final double DEADLINE_MILLIS = 60_000;
  private static final String SHOWS_FRAMES =
      """
      () => {
        const video = document.querySelector('video');
        return video !== null && video.getVideoPlaybackQuality().totalVideoFrames > 0;
      }\
      """;

  private final Playwright playwright = Playwright.create();
  private final Browser browser =
      playwright
          .chromium()
          .launch(
              new BrowserType.LaunchOptions()
                  .setExecutablePath(Path.of("/usr/bin/chromium"))
                  .setArgs(
                      List.of(
                          "--no-sandbox",
                          "--disable-gpu",
                          "--disable-background-networking",
                          "--autoplay-policy=no-user-gesture-required")));

  /** Signs in and opens the camera; returns when its first frame has been decoded. */
  Page watch(RunningProduct product, String tenantId, String cameraId) {
    Page page = browser.newContext().newPage();
    page.setDefaultTimeout(DEADLINE_MILLIS);
    page.navigate(product.portal().toString());
    RunningProduct.User user = product.user(tenantId, "viewer");
    page.locator("input[name=tenantId]").fill(user.tenantId());
    page.locator("input[name=username]").fill(user.username());
    page.locator("input[name=password]").fill(user.password());
    page.locator("button[type=submit]").click();
    page.waitForURL("**/cameras");
    page.navigate(product.portal().resolve("cameras/" + cameraId).toString());
    page.waitForFunction(SHOWS_FRAMES);
    return page;
  }

  /** Ends the person's visit, so that the next one starts afresh. */
  void leave(Page page) {
    page.context().close();
  }

  @Override
  public void close() {
    playwright.close();
  }
}
