package io.atalaya.gateway.engine.inprocess;

import static io.atalaya.gateway.engine.inprocess.WireCamera.status;
import static io.atalaya.gateway.engine.inprocess.WireCamera.unauthorized;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.source.SourcePolicy;
import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.SourceCheck;
import io.atalaya.gateway.ingest.SourceGuard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cameras that send us elsewhere. */
class RedirectTest {
  private static final WireCamera.Answer DIGEST =
      request -> unauthorized(request, "Digest realm=\"r\", nonce=\"n\"");

  private static final WireCamera.Answer NOT_FOUND = request -> status(request, "404 Not Found");

  private static final String LEFT_BEHIND =
      "The camera sends us to another address, which wants a user name and a password. They are not"
          + " sent along to another address: enter that one as the source.";

  private final List<String> checked = new ArrayList<>();

  /** Allows everything. */
  private SourceCheck policy() {
    return source -> {
      checked.add(source.host() + ":" + source.port());
      return new SourceCheck.Verdict.Pinned(InetAddress.getLoopbackAddress());
    };
  }

  private Exit run(String url, SourceCheck policy) throws InterruptedException {
    return Runs.engine().run(Runs.spec(url, policy), new Runs.NoSink());
  }

  private static WireCamera.Answer sentTo(int status, String location) {
    return request -> status(request, status + " Moved", "Location: " + location);
  }

  /** A camera that sends us on at once. */
  private static WireCamera sending(String location) throws IOException {
    return WireCamera.start().on("DESCRIBE", sentTo(302, location));
  }

  private static boolean isSigned(WireCamera.Request request) {
    return request.header("authorization").isPresent();
  }

  private static String rejected(Exit exit) {
    var failed = assertInstanceOf(Exit.Failed.class, exit);
    return assertInstanceOf(IngestFailure.CredentialsRejected.class, failed.failure()).message();
  }

  private static IngestFailure.SourceRefused refused(Exit exit) {
    var failed = assertInstanceOf(Exit.Failed.class, exit);
    return assertInstanceOf(IngestFailure.SourceRefused.class, failed.failure());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 305, 307, 308})
  void a_redirect_is_followed_after_the_policy_was_asked(int status) throws Exception {
    try (var there = WireCamera.start().on("DESCRIBE", NOT_FOUND);
        var here = WireCamera.start().on("DESCRIBE", sentTo(status, there.url()))) {
      var failed = assertInstanceOf(Exit.Failed.class, run(here.url(), policy()));
      assertInstanceOf(IngestFailure.Unreachable.class, failed.failure());
      assertEquals(List.of("127.0.0.1:" + there.port()), checked);
      assertEquals(there.url(), there.requests().getFirst().uri());
    }
  }

  @Test
  void the_first_connection_is_gone_before_the_second_begins() throws Exception {
    var openBefore = new ArrayList<Long>();
    try (var here = WireCamera.start();
        var there =
            WireCamera.start()
                .on(
                    "DESCRIBE",
                    request -> {
                      openBefore.add(here.open());
                      return NOT_FOUND.to(request);
                    })) {
      here.on("PLAY", sentTo(302, there.url()));
      var _ = run(here.url(), policy());
      assertEquals(List.of("DESCRIBE", "SETUP", "PLAY", "TEARDOWN"), here.methods());
      assertEquals(List.of(0L), openBefore);
    }
  }

  @Test
  void credentials_are_not_shown_to_another_port_nor_those_of_the_location() throws Exception {
    try (var there = WireCamera.start().on("DESCRIBE", DIGEST);
        var here =
            sending(there.urlWithCredentials("joe", "doe"))
                .unless(RedirectTest::isSigned, DIGEST)) {
      var exit = run(here.urlWithCredentials("admin", "secret"), policy());
      assertEquals(LEFT_BEHIND, rejected(exit));
      assertEquals(1, there.requests().size());
      assertTrue(there.requests().getFirst().header("authorization").isEmpty());
    }
  }

  @Test
  void that_credentials_would_not_come_along_is_said_before_any_are_entered() throws Exception {
    try (var there = WireCamera.start().on("DESCRIBE", DIGEST);
        var here = sending(there.url())) {
      assertEquals(LEFT_BEHIND, rejected(run(here.url(), policy())));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "admin:secret@"})
  void credentials_that_come_along_are_not_said_to_stay_behind(String credentials)
      throws Exception {
    try (var here = WireCamera.start().on("DESCRIBE", toMain(DIGEST))) {
      assertEquals(
          credentials.isEmpty()
              ? "The camera wants a user name and a password."
              : "The camera refuses the user name or the password.",
          rejected(run(here.url().replace("//", "//" + credentials), policy())));
    }
  }

  @Test
  void credentials_come_along_to_another_path_of_the_same_camera() throws Exception {
    try (var here =
        WireCamera.start()
            .unless(RedirectTest::isSigned, DIGEST)
            .on("DESCRIBE", toMain(NOT_FOUND))) {
      var _ = run(here.urlWithCredentials("admin", "secret"), policy());
      var last = here.requests().getLast();
      assertTrue(last.uri().endsWith("/main"), last.uri());
      assertTrue(
          last.header("authorization").orElseThrow().startsWith("Digest username=\"admin\""));
    }
  }

  /** Sends us to another path of the same camera, and answers there so. */
  private static WireCamera.Answer toMain(WireCamera.Answer there) {
    return request ->
        request.uri().endsWith("/cam")
            ? sentTo(301, request.uri().replace("/cam", "/main")).to(request)
            : there.to(request);
  }

  @Test
  void a_circle_ends_after_three() throws Exception {
    try (var here = WireCamera.start()) {
      here.on("DESCRIBE", sentTo(302, here.url()));
      var failure = refused(run(here.url(), policy()));
      assertTrue(failure.message().contains("on and on"), failure.message());
      assertEquals(4, here.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nobody_ever_connects_to_where_the_policy_forbids(boolean allowLocal) throws Exception {
    try (var inside = ServerSocketChannel.open()) {
      inside.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      inside.configureBlocking(false);
      int port = inside.socket().getLocalPort();
      // The platform's own port, or anything at all on this machine.
      var guard = new SourceGuard(new SourcePolicy(List.of(), allowLocal, Set.of(port)));
      try (var here = sending("rtsp://localhost:" + port + "/admin")) {
        var failure = refused(run(here.url(), guard));
        assertTrue(failure.message().contains("not allowed"), failure.message());
        // A connection would wait here: the kernel takes it, whoever accepts.
        assertNull(inside.accept());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/other", "http://127.0.0.1/", "rtsp://", "rtsp://0x7f000001/"})
  void a_location_that_is_no_camera_is_refused(String location) throws Exception {
    try (var here = sending(location)) {
      var _ = refused(run(here.url(), policy()));
      assertEquals(List.of(), checked);
    }
  }
}
