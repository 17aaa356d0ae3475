package io.atalaya.media.rtsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The hashes were worked out elsewhere. */
final class AuthorizationTest {
  private static final Credentials ADMIN = new Credentials("admin", "p@ss:w/ord#1");
  private static final String URI = "rtsp://10.0.0.5:554/stream";
  private static final RandomGenerator FIXED = () -> 0x0123456789abcdefL;

  private static Authorization answering(String... headers) {
    return new Authorization(Challenge.best(List.of(headers)).orElseThrow(), ADMIN, FIXED);
  }

  @Test
  void the_example_of_rfc_2069() {
    var challenge =
        Challenge.best(
                List.of(
                    "Digest realm=\"testrealm@host.com\", "
                        + "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
                        + "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\""))
            .orElseThrow();
    var mufasa = new Credentials("Mufasa", "CircleOfLife");
    assertEquals(
        "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", "
            + "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", "
            + "response=\"1949323746fe6a43ef61f9606e7febea\", "
            + "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
        new Authorization(challenge, mufasa, FIXED).header("GET", "/dir/index.html"));
  }

  @Test
  void digest_with_md5_as_most_cameras_have_it() {
    String header =
        answering("Digest realm=\"IP Camera(C1234)\", nonce=\"4bd6cdc5\", stale=\"FALSE\"")
            .header("DESCRIBE", URI);
    assertTrue(header.contains("response=\"b2f92548c2dbc9c61b1504af8aa2e6c7\""), header);
    assertFalse(header.contains("p@ss"), "the password itself is not sent");
  }

  @Test
  void digest_with_quality_of_protection_counts_requests() {
    Authorization authorization =
        answering(
            "Digest realm=\"IP Camera(C1234)\", nonce=\"4bd6cdc5\", algorithm=SHA-256, "
                + "qop=\"auth,auth-int\"");
    String first = authorization.header("DESCRIBE", URI);
    assertTrue(first.contains("nc=00000001, cnonce=\"0123456789abcdef\""), first);
    assertTrue(
        first.contains("bf9f94873b9ead96c17a2704c5782d21965443ebdcf9c1816517a70b6b67a125"), first);
    String second = authorization.header("DESCRIBE", URI);
    assertTrue(second.contains("nc=00000002"), second);
    assertTrue(
        second.contains("c32ad09f6e044f97e9fca7114edc050e83ba0fdf8347c45a71180e4092f06fbb"),
        second);
  }

  @Test
  void of_several_challenges_the_best_is_answered() {
    String md5 = "Digest realm=\"cam\", nonce=\"1\"";
    String sha = "Digest realm=\"a, Basic b\", nonce=\"2\", algorithm=\"SHA-256\"";
    String unknown = "Digest realm=\"cam\", nonce=\"3\", algorithm=SHA-512-256";
    assertEquals(Challenge.Algorithm.SHA_256, best("Basic realm=\"cam\"", md5, sha).algorithm());
    assertEquals(Challenge.Algorithm.MD5, best(unknown, md5).algorithm());
    assertEquals(Challenge.Algorithm.MD5, best("Basic realm=\"cam\", " + md5).algorithm());
    assertEquals(Optional.empty(), Challenge.best(List.of(unknown, "Bearer realm=\"cam\"")));
    assertInstanceOf(
        Challenge.Basic.class, Challenge.best(List.of("Basic realm=\"cam\"")).orElseThrow());
  }

  private static Challenge.Digest best(String... headers) {
    return assertInstanceOf(Challenge.Digest.class, Challenge.best(List.of(headers)).orElseThrow());
  }

  @Test
  void basic_sends_both_in_the_clear() {
    assertEquals(
        "Basic YWRtaW46cEBzczp3L29yZCMx", answering("Basic realm=\"cam\"").header("OPTIONS", URI));
  }

  @Test
  void a_quote_in_a_realm_or_a_nonce_stays_inside_its_quotes() {
    String header = answering("Digest realm=\"a\\\"b\", nonce=\"x\\\\y\"").header("DESCRIBE", URI);
    assertTrue(header.contains("realm=\"a\\\"b\", nonce=\"x\\\\y\""), header);
  }

  @Test
  void only_the_quality_of_protection_that_is_known_is_used() {
    String digest = "Digest realm=\"cam\", nonce=\"1\", qop=\"%s\"";
    assertTrue(best(digest.formatted("auth-int, auth")).withQop());
    assertFalse(best(digest.formatted("auth-int")).withQop());
  }

  @Test
  void another_algorithm_than_the_usual_one_is_named() {
    String header =
        answering("Digest realm=\"cam\", nonce=\"1\", algorithm=SHA-256").header("A", URI);
    assertTrue(header.endsWith(", algorithm=SHA-256"), header);
  }

  @Test
  void another_nonce_is_not_stale() {
    Challenge.Digest stale = best("Digest realm=\"cam\", nonce=\"1\", stale=true");
    assertEquals("2", stale.withNonce("2").nonce());
    assertFalse(stale.withNonce("2").stale());
  }

  @Test
  void stale_is_told() {
    assertTrue(best("Digest realm=\"cam\", nonce=\"1\", stale=TRUE").stale());
    assertFalse(best("Digest realm=\"cam\", nonce=\"1\"").stale());
  }

  @Test
  void credentials_do_not_show() {
    assertFalse(ADMIN.toString().contains("p@ss"));
  }
}
