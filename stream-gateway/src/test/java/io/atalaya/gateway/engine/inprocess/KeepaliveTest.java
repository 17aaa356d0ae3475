package io.atalaya.gateway.engine.inprocess;

import static io.atalaya.gateway.engine.inprocess.WireCamera.SILENCE;
import static io.atalaya.gateway.engine.inprocess.WireCamera.ok;
import static io.atalaya.gateway.engine.inprocess.WireCamera.status;
import static io.atalaya.gateway.engine.inprocess.WireCamera.text;
import static io.atalaya.gateway.engine.inprocess.WireCamera.unauthorized;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.inprocess.WireCamera.Request;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How a camera hears that we are still there. Its sessions last two seconds. */
class KeepaliveTest {
  private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]*)\"");

  private static WireCamera camera() throws IOException {
    return WireCamera.start().session(WireCamera.SESSION + ";timeout=2");
  }

  /** Plays until so many keepalives have come; they and what follows them. */
  private static List<Request> keepalives(int count, WireCamera with) throws Exception {
    try (var camera = with;
        var run = Runs.start(camera.urlWithCredentials("admin", "secret"))) {
      Eventually.holds(Runs.SOON, () -> afterPlay(camera).size() >= count || run.isOver());
      run.stop();
      return afterPlay(camera);
    }
  }

  private static List<Request> afterPlay(WireCamera camera) {
    int play = camera.methods().lastIndexOf("PLAY");
    return play < 0 ? List.of() : camera.requests().subList(play + 1, camera.requests().size());
  }

  private static List<String> methods(List<Request> requests) {
    return requests.stream().map(Request::method).toList();
  }

  private static WireCamera saying(String advertised) throws IOException {
    return camera().on("OPTIONS", request -> ok(request, "Public: " + advertised));
  }

  @Test
  void what_the_camera_advertises_is_used_after_it_was_asked_once() throws Exception {
    List<Request> heard = keepalives(2, saying("DESCRIBE, set_parameter, GET_PARAMETER, OPTIONS"));
    assertEquals(List.of("OPTIONS", "GET_PARAMETER"), methods(heard).subList(0, 2));
    assertEquals(WireCamera.SESSION, heard.get(1).header("session").orElseThrow());
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
            camera()
                .unless(
                    request -> !request.method().matches("OPTIONS|GET_PARAMETER"),
                    request -> status(request, "501 Not Implemented")));
    assertEquals(
        List.of("OPTIONS", "GET_PARAMETER", "SET_PARAMETER", "SET_PARAMETER"),
        methods(heard).subList(0, 4));
  }

  @Test
  void a_camera_that_never_answers_is_kept_alive_all_the_same() throws Exception {
    List<Request> heard = keepalives(3, camera().on("OPTIONS", SILENCE));
    assertEquals(List.of("OPTIONS", "OPTIONS", "OPTIONS"), methods(heard).subList(0, 3));
  }

  @Test
  void a_nonce_for_each_request_is_followed_through_to_the_goodbye() throws Exception {
    var count = new AtomicInteger();
    var valid = new AtomicReference<>("none yet");
    List<Request> heard =
        keepalives(
            4,
            camera()
                .unless(
                    request -> nonce(request).equals(valid.getAndSet("spent")),
                    request -> {
                      valid.set("n" + count.incrementAndGet());
                      return unauthorized(request, digest(valid.get()));
                    }));
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
    WireCamera camera = camera();
    for (String method : List.of("DESCRIBE", "SETUP", "PLAY", "OPTIONS")) {
      camera.on(method, request -> withNext(camera.usual(request), nonces.incrementAndGet()));
    }
    List<Request> heard =
        keepalives(
            2,
            camera.unless(
                request -> nonces.get() > 0 && nonce(request).equals("n" + nonces.get()),
                request -> unauthorized(request, digest("n" + nonces.incrementAndGet()))));
    // DESCRIBE, SETUP and PLAY had the first three.
    assertEquals(
        List.of("n4", "n5"), heard.subList(0, 2).stream().map(KeepaliveTest::nonce).toList());
  }

  @Test
  void a_camera_for_which_every_nonce_is_stale_is_not_asked_without_end() throws Exception {
    var nonces = new AtomicInteger();
    List<Request> heard =
        keepalives(
            4,
            camera()
                .unless(
                    request -> !request.method().matches("OPTIONS|.ET_PARAMETER"),
                    request ->
                        unauthorized(
                            request, digest("n" + nonces.incrementAndGet()) + ", stale=true")));
    assertEquals(
        List.of("OPTIONS", "OPTIONS", "GET_PARAMETER", "SET_PARAMETER"),
        methods(heard).stream().filter(method -> !method.equals("TEARDOWN")).toList());
  }

  private static byte[] withNext(byte[] answer, int number) {
    String info = "Authentication-Info: nextnonce=\"n%d\"".formatted(number);
    return text(new String(answer, ISO_8859_1).replaceFirst("\r\n", "\r\n" + info + "\r\n"));
  }

  private static String digest(String nonce) {
    return "Digest realm=\"r\", nonce=\"%s\"".formatted(nonce);
  }

  private static String nonce(Request request) {
    var matcher = NONCE.matcher(request.header("authorization").orElse(""));
    return matcher.find() ? matcher.group(1) : "";
  }

  @Test
  void a_camera_that_asks_is_answered_and_one_that_sends_us_away_has_ended_the_stream()
      throws Exception {
    try (var camera = WireCamera.start();
        var run = Runs.start(camera.url())) {
      Eventually.holds(Runs.SOON, () -> camera.methods().contains("OPTIONS"));
      camera.say(text("OPTIONS rtsp://us/ RTSP/1.0\r\nCSeq: 7\r\n\r\n"));
      Eventually.holds(Runs.SOON, () -> camera.replies().contains("7 200 OK"));
      camera.say(
          text("REDIRECT rtsp://us/ RTSP/1.0\r\nCSeq: 8\r\nLocation: rtsp://10.0.0.1/\r\n\r\n"));
      assertInstanceOf(Exit.SourceEnded.class, run.exit());
      Eventually.holds(Runs.SOON, () -> camera.methods().getLast().equals("TEARDOWN"));
    }
  }
}
