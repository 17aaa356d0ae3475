package io.atalaya.e2e.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.Await;
import io.atalaya.e2e.browser.BrowserWindow;
import io.atalaya.e2e.browser.Tile;
import io.atalaya.e2e.browser.Windows;
import io.atalaya.testkit.GstreamerCameras;
import io.atalaya.testkit.SelfSigned;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Streams of a server that none of us wrote, watched in Chromium: what it can play is seen and
 * heard. Debian's Chromium plays no H.265, and the page says so instead of turning for ever.
 */
@Tag("nightly")
final class ThirdPartyCamerasIT {
  private static final String CAMERA = "third-party";
  private static final String HEARD = "video => video.webkitAudioDecodedByteCount";

  @TempDir static Path folder;
  private static GstreamerCameras cameras;

  @RegisterExtension final Windows windows = new Windows();

  @BeforeAll
  static void start() throws IOException {
    cameras = GstreamerCameras.start(folder);
  }

  @AfterAll
  static void stop() {
    cameras.close();
  }

  @AfterEach
  void removeTheCamera() throws IOException {
    Portal.api("acme", "tenant_admin").call("DELETE", "cameras/" + CAMERA, Map.of()).expect(204);
  }

  @ParameterizedTest
  @CsvSource({
    "h264, ''",
    "h264-b-frames, ''",
    "h264-long-gop, ''",
    "h264-aac, mp4a.40.2",
    "h264-pcmu, fLaC",
    "h264-pcma, fLaC",
    "h264-opus, opus",
  })
  void the_browser_plays(String mount, String sound) throws Exception {
    JsonNode measured = register(mount, cameras.url(mount));
    assertEquals("inprocess", measured.path("engine").asText());
    assertEquals(sound, measured.path("tracks").path(1).path("codec").asText());
    Tile tile = watch().tile(CAMERA);
    tile.awaitPlaying();
    if (!sound.isEmpty()) {
      Locator video = tile.box().locator("video");
      double before = heard(video);
      Await.until("more sound", BrowserWindow.PATIENCE, () -> heard(video) > before);
    }
    tile.awaitPlaying();
  }

  @Test
  void the_browser_plays_what_came_inside_tls_and_after_a_sign_in(@TempDir Path secrets)
      throws Exception {
    Path pem = SelfSigned.in(secrets).pem();
    try (var inside = GstreamerCameras.startInsideTls(secrets, pem)) {
      register("inside TLS", inside.url("h264-signed-in", "viewer", "secret"));
      watch().tile(CAMERA).awaitPlaying();
    }
  }

  @Test
  void the_page_says_that_this_browser_plays_no_h265() throws Exception {
    register("h265", cameras.url("h265"));
    Tile tile = watch().tile(CAMERA);
    tile.awaitState("unsupported");
    assertThat(tile.box().getByRole(AriaRole.STATUS))
        .containsText("cannot show this picture format");
  }

  @Test
  void the_page_says_why_there_is_no_sound() throws Exception {
    String mount = "h264-uncompressed-sound";
    register(mount, cameras.url(mount));
    Portal portal = watch();
    portal.tile(CAMERA).awaitPlaying();
    Locator health = portal.page().getByRole(AriaRole.REGION, Portal.named("Health"));
    assertThat(health).containsText("No sound");
    assertThat(health).containsText("set it to AAC, G.711 or Opus");
  }

  private Portal watch() {
    var portal = Portal.enter(windows.open(), "acme", "viewer");
    portal.go("cameras/" + CAMERA);
    return portal;
  }

  /** What the gateway measured, once it is live. */
  private static JsonNode register(String name, String source) throws Exception {
    ApiSession admin = Portal.api("acme", "tenant_admin");
    var settings = Map.of("name", name, "source", source);
    admin.call("PUT", "cameras/" + CAMERA, settings).expect(201);
    Await.until(
        name + " is online",
        BrowserWindow.PATIENCE,
        () -> gateway(admin).path("state").asText().equals("live"));
    return gateway(admin);
  }

  private static JsonNode gateway(ApiSession admin) throws IOException {
    return admin.get("cameras/" + CAMERA + "/health").expect(200).path("gateway");
  }

  private static double heard(Locator video) {
    return ((Number) video.evaluate(HEARD)).doubleValue();
  }
}
