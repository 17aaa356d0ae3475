package io.atalaya.gateway.engine.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.engine.Exit;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What is said between camera and us about the packets (RTCP). */
class ReportsTest {
  private static final String MEDIA = "24 00 000d 80600007 00000000 0badcafe 09";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void the_camera_hears_every_few_seconds_how_its_packets_arrive() throws Exception {
    try (var camera = WireCamera.start();
        var run = Runs.start(camera.url())) {
      Eventually.holds(Runs.SOON, () -> camera.methods().contains("OPTIONS"));
      camera.say(bytes(MEDIA));
      Eventually.holds(Runs.SOON, () -> !camera.packets().isEmpty());
      WireCamera.Packet report = camera.packets().getFirst();
      assertEquals(1, report.channel());
      ByteBuffer bytes = report.bytes();
      assertEquals(0x81C90007, bytes.getInt(0));
      assertEquals(0x0BADCAFE, bytes.getInt(8));
      assertEquals(7, bytes.getInt(16));
      run.stop();
    }
  }

  @Test
  void what_is_no_report_ends_nothing_and_a_goodbye_does() throws Exception {
    try (var camera = WireCamera.start();
        var run = Runs.start(camera.url())) {
      Eventually.holds(Runs.SOON, () -> camera.methods().contains("OPTIONS"));
      camera.say(bytes(MEDIA));
      camera.say(bytes("24 01 0000  24 01 0003 81cbff  24 01 0008 80c80001 0badcafe"));
      camera.say(bytes("24 01 0008 81cbffff 0badcafe  24 01 0008 81cb0001 00000001"));
      // It is there still: what it is asked, it answers.
      camera.say(WireCamera.text("OPTIONS rtsp://us/ RTSP/1.0\r\nCSeq: 7\r\n\r\n"));
      Eventually.holds(Runs.SOON, () -> camera.replies().contains("7 200 OK"));
      assertFalse(run.isOver());
      camera.say(bytes("24 01 0008 81cb0001 0badcafe"));
      assertInstanceOf(Exit.SourceEnded.class, run.exit());
      Eventually.holds(Runs.SOON, () -> camera.methods().getLast().equals("TEARDOWN"));
    }
  }
}
