package io.atalaya.e2e.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.browser.BrowserWindow;
import io.atalaya.e2e.browser.Tile;
import java.io.IOException;
import java.net.URI;

/** One window with the portal in it. */
public final class Portal {
  private final BrowserWindow window;
  private final Page page;

  private Portal(BrowserWindow window) {
    this.window = window;
    this.page = window.page();
  }

  /** Shows the sign-in page. */
  public static Portal visit(BrowserWindow window) {
    var portal = new Portal(window);
    portal.go("");
    return portal;
  }

  /** Shows the sign-in page of a portal elsewhere. */
  public static Portal visit(BrowserWindow window, URI address) {
    var portal = new Portal(window);
    window.go(address);
    return portal;
  }

  /** Signs in and waits for the cameras. */
  public static Portal enter(BrowserWindow window, String tenantId, String role) {
    Portal portal = visit(window);
    portal.signIn(RunningProduct.shared().user(tenantId, role));
    assertThat(portal.page).hasURL(at("cameras").toString());
    return portal;
  }

  /** In any language. */
  public void signIn(RunningProduct.User user) {
    signIn(user, user.password());
  }

  public void signIn(RunningProduct.User user, String password) {
    page.locator("input[name=tenantId]").fill(user.tenantId());
    page.locator("input[name=username]").fill(user.username());
    page.locator("input[name=password]").fill(password);
    page.locator("button[type=submit]").click();
  }

  /** Goes to a page of the portal by its address, for example {@code cameras/lobby}. */
  public void go(String path) {
    window.go(at(path));
  }

  public static URI at(String path) {
    return RunningProduct.shared().portal().resolve(path);
  }

  /** Fills in and sends the form behind "Add camera". */
  public void addCamera(String name, String cameraId, String source) {
    page.getByRole(AriaRole.BUTTON, named("Add camera")).click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Name", exactly()).fill(name);
    dialog.getByLabel("Id", exactly()).fill(cameraId);
    dialog.getByLabel("Source", exactly()).fill(source);
    dialog.locator("button[type=submit]").click();
  }

  private static Locator.GetByLabelOptions exactly() {
    return new Locator.GetByLabelOptions().setExact(true);
  }

  /** Signed in at the api as one of the demo's people, for what is not about the page. */
  public static ApiSession api(String tenantId, String role) throws IOException {
    RunningProduct product = RunningProduct.shared();
    return ApiSession.signIn(product, product.user(tenantId, role));
  }

  public Page page() {
    return page;
  }

  public Tile tile(String cameraId) {
    return window.tile(cameraId);
  }

  public Locator heading(String text) {
    return page.getByRole(
        AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setExact(true).setLevel(1));
  }

  public static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
