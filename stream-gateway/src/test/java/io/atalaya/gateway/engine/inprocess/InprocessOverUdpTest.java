package io.atalaya.gateway.engine.inprocess;

import io.atalaya.contract.gateway.Transport;
import io.atalaya.gateway.Eventually;
import io.atalaya.testkit.camera.Fault;
import io.atalaya.testkit.camera.MediaTransport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The same, with media in datagrams. */
class InprocessOverUdpTest extends InprocessEngineTest {
  @Override
  protected Transport transport() {
    return Transport.UDP;
  }

  @Override
  MediaTransport offered() {
    return MediaTransport.UDP;
  }

  @Test
  @DisplayName("goes on with what is whole when datagrams are lost")
  void loses() throws Exception {
    Running running = run(camera(Behaviour.PLAYS));
    Eventually.holds(SOON, () -> running.videoFrames() > 5);
    fault(Fault.loss(2));
    int before = running.videoFrames();
    Eventually.holds(SOON, () -> running.videoFrames() > before + 10);
    running.stop();
  }
}
