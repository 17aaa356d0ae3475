package io.atalaya.e2e.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.Await;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.browser.BrowserWindow;
import io.atalaya.e2e.browser.Windows;
import io.atalaya.e2e.portal.Portal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./atalaya dev} over a copy of the project, whose sources are changed meanwhile. */
@Tag("nightly")
final class DevelopingIT {
  private static final List<String> PROJECT =
      List.of(
          "pom.xml",
          "LICENSE",
          ".mvn",
          "contract",
          "media",
          "testkit",
          "launcher",
          "ui",
          "stream-gateway",
          "api");

  private static final Duration COPIED = Duration.ofMinutes(2);
  private static final Duration BUILT = Duration.ofMinutes(4);
  private static final Duration GONE = Duration.ofSeconds(15);

  private static final URI ELSEWHERE = URI.create("http://elsewhere.example");
  private static final String REFUSAL = "api/src/main/java/io/atalaya/api/identity/SameOrigin.java";
  private static final String GATEWAY_SETTINGS =
      "stream-gateway/src/main/resources/application.properties";

  /** Refused for what it says; but first for where it comes from. */
  private static final String WRONG = "{\"username\": \"nobody\", \"password\": \"wrong\"}";

  @TempDir static Path temporary;
  private static Path root;

  @RegisterExtension final Windows windows = new Windows();
  private RunningProduct product;

  @BeforeAll
  static void copyTheProject() throws Exception {
    root = Files.createDirectory(temporary.resolve("project"));
    var copy = new ArrayList<>(List.of("cp", "--archive", "--parents"));
    copy.addAll(PROJECT);
    // Maven reads it, since the project names the module.
    copy.addAll(List.of("e2e/pom.xml", root.toString()));
    Process cp =
        new ProcessBuilder(copy).directory(RunningProduct.root().toFile()).inheritIO().start();
    assertTrue(cp.waitFor(COPIED.toSeconds(), TimeUnit.SECONDS));
    assertEquals(0, cp.exitValue());
  }

  @BeforeEach
  void start() throws Exception {
    product = RunningProduct.dev(temporary.resolve("data"), RunningProduct.Ports.free(), root);
  }

  @AfterEach
  void stop() throws Exception {
    if (product != null) {
      product.close();
    }
  }

  @Test
  void the_portal_plays_live_video_and_takes_up_a_changed_component_without_a_reload()
      throws Exception {
    BrowserWindow window = windows.open();
    Portal portal = Portal.visit(window, product.portal());
    portal.signIn(product.user("acme", "viewer"));
    assertThat(portal.page()).hasURL(product.portal().resolve("cameras").toString());
    portal.page().getByRole(AriaRole.LINK, Portal.named("Wall")).click();
    portal.tile("lobby").awaitPlaying();
    window.picture("dev-portal-wall");

    portal.page().evaluate("() => { window.notReloaded = true; }");
    change("ui/portal/src/wall/WallPage.tsx", "{t('wall.title')}</h1>", "Changed meanwhile</h1>");
    assertThat(portal.heading("Changed meanwhile")).isVisible();
    assertEquals(true, portal.page().evaluate("() => window.notReloaded === true"));
    portal.tile("lobby").awaitPlaying();
    window.picture("dev-portal-changed");
    // While what it speaks to is there.
    window.close();
  }

  @Test
  void the_admin_ui_is_served_and_signs_in() {
    BrowserWindow window = windows.open();
    window.go(product.admin());
    RunningProduct.User admin = product.platformAdmin();
    Page page = window.page();
    page.locator("input[name=username]").fill(admin.username());
    page.locator("input[name=password]").fill(admin.password());
    page.locator("button[type=submit]").click();
    assertThat(page.getByRole(AriaRole.HEADING, named("Overview"))).isVisible();
    page.getByRole(AriaRole.LINK, Portal.named("Tenants")).first().click();
    assertThat(page.getByText("globex", new Page.GetByTextOptions().setExact(true)).first())
        .isVisible();
    window.picture("dev-admin");
    window.close();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true).setLevel(1);
  }

  @Test
  void the_api_follows_its_sources_and_goes_on_as_it_was_while_they_do_not_compile()
      throws Exception {
    String before = "the request comes from another site";
    long gateway = pid("stream-gateway");
    long api = pid("api");
    assertEquals(before, refusalOf(ELSEWHERE));
    assertNotEquals(before, refusalOf(product.portal()));

    change(REFUSAL, before + "\"", "changed meanwhile\";;oops");
    awaitLine("api does not build, the old one goes on: " + REFUSAL + ":[");
    assertEquals(api, pid("api"));
    assertEquals(before, refusalOf(ELSEWHERE));

    change(REFUSAL, "changed meanwhile\";;oops", "changed meanwhile\"");
    Await.until("the changed api", BUILT, () -> refusalOf(ELSEWHERE).equals("changed meanwhile"));
    assertNotEquals(api, pid("api"));
    assertEquals(gateway, pid("stream-gateway"));
  }

  @Test
  void the_gateway_follows_its_sources_while_the_api_goes_on() throws Exception {
    long gateway = pid("stream-gateway");
    long api = pid("api");
    change(GATEWAY_SETTINGS, "quarkus.banner.enabled=false", "quarkus.banner.enabled = false");
    awaitLine("stream-gateway is built: restarting it");
    Await.until("the changed gateway", BUILT, () -> pid("stream-gateway") != gateway);
    assertEquals(api, pid("api"));
  }

  @Test
  void kill_9_leaves_nothing_even_of_a_build() throws Exception {
    change("media/pom.xml", "</project>", "</project>\n");
    Await.until(
        "a build",
        BUILT,
        () ->
            product.processes().stream()
                .anyMatch(process -> commandLine(process).contains("quarkus-maven-plugin:build")));
    var processes = product.processes();
    product.launcher().destroyForcibly();
    Await.until(
        "all of them gone", GONE, () -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static void change(String file, String from, String to) throws IOException {
    String text = Files.readString(root.resolve(file));
    assertTrue(text.contains(from), file + " has no " + from);
    Files.writeString(root.resolve(file), text.replace(from, to));
  }

  /** How the api, asked through Vite, refuses a browser that is on a page of that origin. */
  private String refusalOf(URI origin) throws Exception {
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var request =
          HttpRequest.newBuilder(product.portal().resolve("/api/v1/auth/login"))
              .header("Origin", origin.toString())
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(WRONG))
              .timeout(Duration.ofSeconds(10))
              .build();
      String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return answer.replaceFirst("(?s).*\"message\":\"([^\"]*)\".*", "$1");
    }
  }

  private void awaitLine(String part) throws InterruptedException {
    Path output = RunningProduct.output(product.data());
    Await.until("the launcher says: " + part, BUILT, () -> Files.readString(output).contains(part));
  }

  private long pid(String module) {
    String jar = root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar").toString();
    return product
        .launcher()
        .children()
        .filter(process -> commandLine(process).contains(jar))
        .mapToLong(ProcessHandle::pid)
        .findFirst()
        .orElse(0);
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }
}
