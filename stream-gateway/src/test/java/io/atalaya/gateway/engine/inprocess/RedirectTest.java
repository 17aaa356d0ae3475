package io.atalaya.gateway.engine.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.source.SourcePolicy;
import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.SourceCheck;
import io.atalaya.gateway.ingest.SourceGuard;
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
  private static final String DIGEST =
      "401 Unauthorized\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\n";

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

  private static String sentTo(int status, String location) {
    return "%d Moved\nLocation: %s\n".formatted(status, location);
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
    try (var there = new ScriptedCamera(_ -> "404 Not Found\n");
        var here = new ScriptedCamera(_ -> sentTo(status, there.url()))) {
      var failed = assertInstanceOf(Exit.Failed.class, run(here.url(), policy()));
      assertInstanceOf(IngestFailure.Unreachable.class, failed.failure());
      assertEquals(List.of("127.0.0.1:" + there.port()), checked);
      assertEquals(there.url(), there.requests().getFirst().uri());
    }
  }

  @Test
  void the_first_connection_is_gone_before_the_second_begins() throws Exception {
    var openBefore = new ArrayList<Integer>();
    var cameras = new ArrayList<ScriptedCamera>();
    try (var there =
            new ScriptedCamera(_ -> {
              openBefore.add(cameras.getFirst().open());
              return "404 Not Found\n";
            });
        var here =
            new ScriptedCamera(request ->
                request.method().equals("PLAY")
                    ? sentTo(302, there.url())
                    : ScriptedCamera.usual(request))) {
      cameras.add(here);
      var _ = run(here.url(), policy());
      assertEquals(List.of("DESCRIBE", "SETUP", "PLAY", "TEARDOWN"), here.methods());
      assertEquals(List.of(0), openBefore);
    }
  }

  @Test
  void credentials_are_not_shown_to_another_port_nor_those_of_the_location() throws Exception {
    try (var there = new ScriptedCamera(_ -> DIGEST);
        var here =
            new ScriptedCamera(request ->
                request.header("authorization").isEmpty()
                    ? DIGEST
                    : sentTo(302, there.url().replace("//", "//joe:doe@")))) {
      var exit = run(here.url().replace("//", "//admin:secret@"), policy());
      assertEquals(LEFT_BEHIND, rejected(exit));
      assertEquals(1, there.requests().size());
      assertEquals("", there.requests().getFirst().header("authorization"));
    }
  }

  @Test
  void that_credentials_would_not_come_along_is_said_before_any_are_entered() throws Exception {
    try (var there = new ScriptedCamera(_ -> DIGEST);
        var here = new ScriptedCamera(_ -> sentTo(302, there.url()))) {
      assertEquals(LEFT_BEHIND, rejected(run(here.url(), policy())));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "admin:secret@"})
  void credentials_that_come_along_are_not_said_to_stay_behind(String credentials)
      throws Exception {
    try (var here =
        new ScriptedCamera(request ->
            request.uri().endsWith("/live")
                ? sentTo(301, request.uri().replace("/live", "/main"))
                : DIGEST)) {
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
        new ScriptedCamera(request -> {
          if (request.header("authorization").isEmpty()) {
            return DIGEST;
          }
          return request.uri().endsWith("/live")
              ? sentTo(301, request.uri().replace("/live", "/main"))
              : "404 Not Found\n";
        })) {
      var _ = run(here.url().replace("//", "//admin:secret@"), policy());
      var last = here.requests().getLast();
      assertTrue(last.uri().endsWith("/main"), last.uri());
      assertTrue(last.header("authorization").startsWith("Digest username=\"admin\""));
    }
  }

  @Test
  void a_circle_ends_after_three() throws Exception {
    try (var here = new ScriptedCamera(request -> sentTo(302, request.uri()))) {
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
      try (var here = new ScriptedCamera(_ -> sentTo(302, "rtsp://localhost:" + port + "/admin"))) {
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
    try (var here = new ScriptedCamera(_ -> sentTo(302, location))) {
      var _ = refused(run(here.url(), policy()));
      assertEquals(List.of(), checked);
    }
  }
}
