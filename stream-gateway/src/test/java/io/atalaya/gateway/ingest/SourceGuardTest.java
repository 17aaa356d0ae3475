package io.atalaya.gateway.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.atalaya.contract.source.SourcePolicy;
import io.atalaya.contract.source.SourceUrl;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.SourceCheck.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SourceGuardTest {
  private static final SourcePolicy POLICY = new SourcePolicy(List.of(), false, Set.of());

  @Test
  @DisplayName("pins the address it has checked")
  void pins() throws Exception {
    Verdict.Pinned pinned = assertInstanceOf(Verdict.Pinned.class, check("192.0.2.7"));
    assertEquals("192.0.2.7", pinned.address().getHostAddress());
  }

  @Test
  @DisplayName("refuses a name that leads inside, whatever it led to when it was saved")
  void refusesInside() throws Exception {
    for (String inside : List.of("127.0.0.1", "169.254.169.254", "::1", "0.0.0.0")) {
      Verdict.Refused refused = assertInstanceOf(Verdict.Refused.class, check(inside), inside);
      assertInstanceOf(IngestFailure.SourceRefused.class, refused.failure());
    }
  }

  @Test
  @DisplayName("an unknown name is unreachable")
  void unknownName() throws Exception {
    var guard =
        new SourceGuard(
            POLICY,
            host -> {
              throw new UnknownHostException(host);
            });
    Verdict.Refused refused =
        assertInstanceOf(Verdict.Refused.class, guard.check(SourceUrl.parse("rtsp://camera/")));
    assertInstanceOf(IngestFailure.Unreachable.class, refused.failure());
  }

  private static Verdict check(String leadsTo) throws InterruptedException {
    var guard = new SourceGuard(POLICY, _ -> new InetAddress[] {InetAddress.ofLiteral(leadsTo)});
    return guard.check(SourceUrl.parse("rtsp://camera.example/stream"));
  }
}
