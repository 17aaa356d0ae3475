package io.atalaya.gateway.engine.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.inprocess.ScriptedCamera.Request;
import io.atalaya.gateway.engine.inprocess.ScriptedCamera.Script;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How a camera hears that we are still there. Its sessions last two seconds. */
class KeepaliveTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]*)\"");

  private static String usual(Request request) {
    return ScriptedCamera.usual(request).replace("timeout=60", "timeout=2");
  }

  /** Plays until so many keepalives have come; they and what follows them. */
  private static List<Request> keepalives(int count, Script script) throws Exception {
    try (var camera = new ScriptedCamera(script);
        var run = Runs.start(camera.url().replace("//", "//admin:secret@"))) {
      Eventually.holds(SOON, () -> afterPlay(camera).size() >= count || run.isOver());
      run.stop();
      return afterPlay(camera);
    }
  }

  private static List<Request> afterPlay(ScriptedCamera camera) {
    int play = camera.methods().lastIndexOf("PLAY");
    return play < 0 ? List.of() : camera.requests().subList(play + 1, camera.requests().size());
  }

  private static List<String> methods(List<Request> requests) {
    return requests.stream().map(Request::method).toList();
  }

  private static Script saying(String advertised) {
    return request ->
        request.method().equals("OPTIONS")
            ? "200 OK\nPublic: " + advertised + "\n"
            : usual(request);
  }

  @Test
  void what_the_camera_advertises_is_used_after_it_was_asked_once() throws Exception {
    List<Request> heard = keepalives(2, saying("DESCRIBE, set_parameter, GET_PARAMETER, OPTIONS"));
    assertEquals(List.of("OPTIONS", "GET_PARAMETER"), methods(heard).subList(0, 2));
    assertEquals("42", heard.get(1).header("session"));
  }

  @Test
  void without_get_parameter_it_is_options_and_else_set_parameter() throws Exception {
    assertEquals(
        List.of("OPTIONS", "OPTIONS"),
        methods(keepalives(2, saying("DESCRIBE, SETUP, OPTIONS, SET_PARAMETER"))).subList(0, 2));
    assertEquals(
        List.of("OPTIONS", "SET_PARAMETER"),
        methods(keepalives(2, saying("DESCRIBE, SETUP, SET_PARAMETER"))).subList(0, 2));
  }

  @Test
  void what_the_camera_refuses_is_replaced_at_once() throws Exception {
    List<Request> heard =
        keepalives(
            4,
            request ->
                request.method().matches("OPTIONS|GET_PARAMETER")
                    ? "501 Not Implemented\n"
                    : usual(request));
    assertEquals(
        List.of("OPTIONS", "GET_PARAMETER", "SET_PARAMETER", "SET_PARAMETER"),
        methods(heard).subList(0, 4));
  }

  @Test
  void a_camera_that_never_answers_is_kept_alive_all_the_same() throws Exception {
    List<Request> heard =
        keepalives(3, request -> request.method().equals("OPTIONS") ? "" : usual(request));
    assertEquals(List.of("OPTIONS", "OPTIONS", "OPTIONS"), methods(heard).subList(0, 3));
  }

  @Test
  void a_nonce_for_each_request_is_followed_through_to_the_goodbye() throws Exception {
    var count = new AtomicInteger();
    var valid = new AtomicReference<>("none yet");
    List<Request> heard =
        keepalives(
            4,
            request -> {
              if (nonce(request).equals(valid.getAndSet("spent"))) {
                return usual(request);
              }
              valid.set("n" + count.incrementAndGet());
              return "401 Unauthorized\nWWW-Authenticate: Digest realm=\"r\", nonce=\"%s\"\n"
                  .formatted(valid.get());
            });
    assertEquals(List.of("OPTIONS", "OPTIONS", "OPTIONS", "OPTIONS"), methods(heard).subList(0, 4));
    assertNotEquals(nonce(heard.get(0)), nonce(heard.get(1)));
    assertEquals(nonce(heard.get(1)), nonce(heard.get(2)));
    assertEquals(
        List.of("TEARDOWN", "TEARDOWN"), methods(heard).subList(heard.size() - 2, heard.size()));
    assertEquals("n" + count.get(), nonce(heard.getLast()));
  }

  @Test
  void the_next_nonce_of_an_answer_spares_the_refusal() throws Exception {
    var nonces = new AtomicInteger();
    List<Request> heard =
        keepalives(
            2,
            request ->
                nonces.get() > 0 && nonce(request).equals("n" + nonces.get())
                    ? usual(request)
                        .replaceFirst(
                            "\n",
                            "\nAuthentication-Info: nextnonce=\"n%d\"\n"
                                .formatted(nonces.incrementAndGet()))
                    : "401 Unauthorized\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n%d\"\n"
                        .formatted(nonces.incrementAndGet()));
    // DESCRIBE, SETUP and PLAY had the first three.
    assertEquals(
        List.of("n4", "n5"), heard.subList(0, 2).stream().map(KeepaliveTest::nonce).toList());
  }

  private static String nonce(Request request) {
    var matcher = NONCE.matcher(request.header("authorization"));
    return matcher.find() ? matcher.group(1) : "";
  }

  @Test
  void a_camera_that_asks_is_answered_and_one_that_sends_us_away_has_ended_the_stream()
      throws Exception {
    try (var camera = new ScriptedCamera(ScriptedCamera::usual);
        var run = Runs.start(camera.url())) {
      Eventually.holds(SOON, () -> camera.methods().contains("OPTIONS"));
      camera.say("OPTIONS rtsp://us/ RTSP/1.0\r\nCSeq: 7\r\n\r\n");
      Eventually.holds(SOON, () -> camera.answers().contains("7 200 OK"));
      camera.say("REDIRECT rtsp://us/ RTSP/1.0\r\nCSeq: 8\r\nLocation: rtsp://10.0.0.1/\r\n\r\n");
      assertInstanceOf(Exit.SourceEnded.class, run.exit(SOON));
      Eventually.holds(SOON, () -> camera.methods().getLast().equals("TEARDOWN"));
    }
  }
}
