package io.atalaya.e2e.admin;

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

/** One window with the administration in it. */
final class Admin {
  private final BrowserWindow window;
  private final Page page;

  private Admin(BrowserWindow window) {
    this.window = window;
    this.page = window.page();
  }

  /** Shows the sign-in page. */
  static Admin visit(BrowserWindow window) {
    var admin = new Admin(window);
    admin.go("");
    return admin;
  }

  /** Signs in and waits for the overview. */
  static Admin enter(BrowserWindow window) {
    Admin admin = visit(window);
    admin.signIn();
    assertThat(admin.page).hasURL(at("").toString());
    assertThat(admin.heading("Overview")).isVisible();
    return admin;
  }

  void signIn() {
    RunningProduct.User user = RunningProduct.shared().platformAdmin();
    page.locator("input[name=username]").fill(user.username());
    page.locator("input[name=password]").fill(user.password());
    page.locator("button[type=submit]").click();
  }

  void go(String path) {
    window.go(at(path));
  }

  static URI at(String path) {
    return RunningProduct.shared().admin().resolve(path);
  }

  /** The operator at the api, for what is not about the page. */
  static ApiSession api() throws IOException {
    RunningProduct product = RunningProduct.shared();
    return ApiSession.signIn(product, product.platformAdmin());
  }

  Page page() {
    return page;
  }

  Tile tile(String cameraId) {
    return window.tile(cameraId);
  }

  Locator heading(String text) {
    return page.getByRole(
        AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setExact(true).setLevel(1));
  }

  Locator link(String text) {
    return page.getByRole(AriaRole.LINK, named(text));
  }

  Locator button(String text) {
    return page.getByRole(AriaRole.BUTTON, named(text));
  }

  /** A table's row, for example {@code acme/lobby} in the list of cameras. */
  Locator row(String key) {
    return page.locator("tr[data-row='" + key + "']");
  }

  Dialog dialog() {
    return new Dialog(page.getByRole(AriaRole.DIALOG));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  /** What is asked or told over the page. */
  record Dialog(Locator box) {
    void fill(String field, String value) {
      box.locator("input[name=" + field + "]").fill(value);
    }

    /** For acts that want a name typed. */
    void type(String name) {
      box.getByRole(AriaRole.TEXTBOX).fill(name);
    }

    Locator button(String text) {
      return box.getByRole(
          AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(text).setExact(true));
    }
  }
}
