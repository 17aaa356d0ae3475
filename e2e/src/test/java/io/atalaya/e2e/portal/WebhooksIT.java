package io.atalaya.e2e.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.atalaya.e2e.portal.Portal.named;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.browser.Accessibility;
import io.atalaya.e2e.browser.Look;
import io.atalaya.e2e.browser.Windows;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tenant's administrator has another system told of what happens. */
final class WebhooksIT {
  /** Reserved for examples (RFC 2606): it never resolves, so that nothing gets through. */
  private static final String HOST = "hooks.invalid";

  private static final String CAMERA = "told-of";

  @RegisterExtension final Windows windows = new Windows();

  @AfterEach
  void removeWhatIsLeft() throws IOException {
    ApiSession admin = Portal.api("acme", "tenant_admin");
    admin.call("DELETE", "cameras/" + CAMERA, Map.of());
    for (JsonNode webhook : admin.get("webhooks").expect(200).path("items")) {
      admin.call("DELETE", "webhooks/" + webhook.path("webhookId").asText(), Map.of()).expect(204);
    }
  }

  @Test
  void a_webhook_is_added_shows_what_was_sent_is_switched_off_and_removed() throws IOException {
    // Until it has left the page of the webhook it removes, the page may still ask for it.
    var window = windows.open().expect(400, "/api/v1/webhooks").allow(404, "/api/v1/webhooks/");
    var portal = Portal.enter(window, "acme", "tenant_admin");
    Page page = portal.page();
    page.getByRole(AriaRole.LINK, named("Webhooks")).click();
    assertThat(page.getByText("No webhooks yet")).isVisible();
    Accessibility.check(window, "portal-webhooks-none");

    page.getByRole(AriaRole.BUTTON, named("Add webhook")).click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    url(dialog).fill("https://127.0.0.1/atalaya");
    submit(dialog).click();
    assertThat(url(dialog)).hasAccessibleDescription(Pattern.compile("may not be sent"));
    url(dialog).fill("https://" + HOST + "/atalaya");
    dialog.getByRole(AriaRole.SWITCH).click();
    Accessibility.check(window, "portal-webhooks-add");
    submit(dialog).click();
    assertThat(dialog.getByText("Choose at least one, or everything")).isVisible();
    dialog.getByRole(AriaRole.CHECKBOX, button("Camera added")).click();
    submit(dialog).click();

    String secret = dialog.locator("[data-secret]").textContent();
    assertTrue(secret.startsWith("whsec_"), "the secret is shown");
    page.keyboard().press("Escape");
    assertThat(dialog).isVisible();
    Accessibility.check(window, "portal-webhooks-secret");
    dialog.getByRole(AriaRole.BUTTON, button("I have kept it")).click();
    assertThat(dialog).hasCount(0);
    assertThat(page.getByText(secret)).hasCount(0);

    addCamera();
    page.getByRole(AriaRole.LINK, named("https://" + HOST + "/atalaya")).click();
    Locator delivery = page.locator("tr[data-row]");
    assertThat(delivery).hasCount(1);
    assertThat(delivery).containsText("Camera added");
    assertThat(delivery).containsText("does not resolve");
    assertThat(page.getByText(secret)).hasCount(0);
    Accessibility.check(window, "portal-webhook");
    page.getByText("Delivered", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page).hasURL(Pattern.compile("\\?state=delivered$"));
    assertThat(page.getByText("No delivery is in this state")).isVisible();
    page.getByText("All", new Page.GetByTextOptions().setExact(true)).click();
    page.getByRole(AriaRole.BUTTON, named("Send again: Camera added")).click();
    assertThat(page.getByText("It is sent once more")).isVisible();

    page.getByRole(AriaRole.BUTTON, named("Switch off")).click();
    assertThat(page.locator("[data-state=off]")).isVisible();
    page.getByRole(AriaRole.BUTTON, named("Switch on")).click();
    assertThat(page.locator("[data-state=off]")).hasCount(0);
    page.getByRole(AriaRole.BUTTON, named("Remove")).click();
    dialog.getByRole(AriaRole.TEXTBOX).fill(HOST);
    dialog.getByRole(AriaRole.BUTTON, button("Remove")).click();
    assertThat(page.getByText("No webhooks yet")).isVisible();
  }

  @Test
  void whoever_may_not_see_them_is_told_so_and_is_not_led_there() {
    var window = windows.open().expect(403, "/api/v1/webhooks");
    var portal = Portal.enter(window, "acme", "viewer");
    assertThat(portal.page().getByRole(AriaRole.LINK, named("Wall"))).isVisible();
    assertThat(portal.page().getByRole(AriaRole.LINK, named("Webhooks"))).hasCount(0);

    portal.go("webhooks");

    assertThat(portal.page().getByText("You may not see this")).isVisible();
    assertThat(portal.page().getByRole(AriaRole.BUTTON, named("Add webhook"))).hasCount(0);
  }

  @Test
  void nothing_is_wider_than_a_phone() throws IOException {
    ApiSession admin = Portal.api("acme", "tenant_admin");
    JsonNode made =
        admin
            .call("POST", "webhooks", Map.of("url", "https://" + HOST + "/" + "long/".repeat(20)))
            .expect(201);
    addCamera();
    var window = windows.open(Look.phone().spanish());
    var portal = Portal.enter(window, "acme", "tenant_admin");

    portal.go("webhooks");
    assertThat(portal.page().locator("tr[data-row]")).hasCount(1);
    window.picture("portal-phone-webhooks");
    assertEquals(0, window.overflowPixels(), "list");
    portal.go("webhooks/" + made.path("webhook").path("webhookId").asText());
    assertThat(portal.page().locator("tr[data-row]").first()).isVisible();
    window.picture("portal-phone-webhook");
    assertEquals(0, window.overflowPixels(), "one");
  }

  private static void addCamera() throws IOException {
    String source = RunningProduct.shared().source("acme", "parking");
    Portal.api("acme", "tenant_admin")
        .call("PUT", "cameras/" + CAMERA, Map.of("name", "Told of", "source", source))
        .expect(201);
  }

  private static Locator url(Locator dialog) {
    return dialog.locator("input[name=url]");
  }

  private static Locator submit(Locator dialog) {
    return dialog.locator("button[type=submit]");
  }

  private static Locator.GetByRoleOptions button(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }
}
