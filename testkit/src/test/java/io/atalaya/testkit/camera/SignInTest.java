package io.atalaya.testkit.camera;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInTest {
  private CameraSimulator simulator;
  private RtspTestClient client;
  private String uri;

  @BeforeEach
  void start() throws Exception {
    simulator = CameraSimulator.start(SimulatorOptions.loopback());
    client = new RtspTestClient(simulator.port());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    simulator.close();
  }

  private void add(Authentication authentication) {
    simulator.add(
        Camera.named("door").credentials("user", "secret").authentication(authentication));
    uri = simulator.url("door");
  }

  @Test
  void a_wrong_password_is_answered_401_and_counted() throws Exception {
    add(Authentication.DIGEST);
    var challenge = client.request("DESCRIBE", uri);
    assertEquals(401, challenge.status());
    assertEquals(0, simulator.counters("door").signInsRejected());

    assertEquals(401, describe(challenge, "MD5", "wrong").status());
    assertEquals(1, simulator.counters("door").signInsRejected());
    assertEquals(200, describe(challenge, "MD5", "secret").status());
    assertEquals(1, simulator.counters("door").signInsRejected());
  }

  @Test
  void sha_256_is_asked_for_and_accepted() throws Exception {
    add(Authentication.DIGEST_SHA_256);
    var challenge = client.request("DESCRIBE", uri);
    assertTrue(challenge.headers().get("www-authenticate").contains("algorithm=SHA-256"));
    assertEquals(401, describe(challenge, "MD5", "secret").status());
    assertEquals(200, describe(challenge, "SHA-256", "secret").status());
  }

  @Test
  void basic_wants_the_very_password() throws Exception {
    add(Authentication.BASIC);
    assertEquals(
        "Basic realm=\"camera\"",
        client.request("DESCRIBE", uri).headers().get("www-authenticate"));
    assertEquals(401, client.request("DESCRIBE", uri, "Authorization: Basic dXNlcjpx").status());
    assertEquals(
        200, client.request("DESCRIBE", uri, "Authorization: Basic dXNlcjpzZWNyZXQ=").status());
  }

  @Test
  void another_connections_nonce_is_stale() throws Exception {
    add(Authentication.DIGEST);
    RtspTestClient.Response foreign;
    try (var other = new RtspTestClient(simulator.port())) {
      foreign = other.request("DESCRIBE", uri);
    }
    var stale = describe(foreign, "MD5", "secret");
    assertEquals(401, stale.status());
    assertTrue(stale.headers().get("www-authenticate").contains("stale=true"));
    assertEquals(0, simulator.counters("door").signInsRejected());
    assertEquals(200, describe(stale, "MD5", "secret").status());
  }

  @Test
  void a_signature_for_another_uri_or_method_is_rejected() throws Exception {
    add(Authentication.DIGEST);
    var challenge = client.request("DESCRIBE", uri);
    String signed = authorization(challenge, "MD5", "secret", "DESCRIBE", uri);
    assertEquals(401, client.request("DESCRIBE", uri + "/", signed).status());
    assertEquals(401, client.request("TEARDOWN", uri, signed).status());
  }

  @Test
  void options_needs_no_sign_in() throws Exception {
    add(Authentication.DIGEST);
    assertEquals(200, client.request("OPTIONS", uri).status());
  }

  @Test
  void no_text_of_ours_shows_the_password() {
    Camera camera = Camera.named("door").credentials("user", "secret");
    assertFalse(camera.toString().contains("secret"));
    var door = new Door(camera.credentials().orElseThrow(), Authentication.BASIC, "n");
    assertFalse(door.toString().contains("secret"));
  }

  private RtspTestClient.Response describe(
      RtspTestClient.Response challenge, String algorithm, String password) throws Exception {
    return client.request(
        "DESCRIBE", uri, authorization(challenge, algorithm, password, "DESCRIBE", uri));
  }

  /** RFC 2617 section 3.2.2, written from the text and not from the code under test. */
  private static String authorization(
      RtspTestClient.Response challenge,
      String algorithm,
      String password,
      String method,
      String uri)
      throws Exception {
    String nonce =
        challenge.headers().get("www-authenticate").replaceAll(".*nonce=\"([^\"]*)\".*", "$1");
    String a1 = hex(algorithm, "user:camera:" + password);
    String a2 = hex(algorithm, method + ":" + uri);
    String response = hex(algorithm, a1 + ":" + nonce + ":00000001:abc:auth:" + a2);
    return "Authorization: Digest username=\"user\", realm=\"camera\", nonce=\"%s\", uri=\"%s\","
            .formatted(nonce, uri)
        + " qop=auth, nc=00000001, cnonce=\"abc\", algorithm=%s, response=\"%s\""
            .formatted(algorithm, response);
  }

  private static String hex(String algorithm, String text) throws Exception {
    byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
