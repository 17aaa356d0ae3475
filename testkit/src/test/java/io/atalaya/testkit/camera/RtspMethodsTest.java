package io.atalaya.testkit.camera;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class RtspMethodsTest {
  private static final int ATTEMPTS = 10;
  private static final String TCP = "Transport: RTP/AVP/TCP;unicast;interleaved=";
  private CameraSimulator simulator;
  private RtspTestClient client;
  private String uri;

  @BeforeEach
  void start() throws Exception {
    simulator = CameraSimulator.start(SimulatorOptions.loopback());
    simulator.add(Camera.named("acme/lobby").clip(Clip.bundled("acme-lobby")));
    client = new RtspTestClient(simulator.port());
    uri = simulator.url("acme/lobby");
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    simulator.close();
  }

  @Test
  void describe_tells_both_tracks_with_their_parameters() throws Exception {
    var response = client.request("DESCRIBE", uri, "Accept: application/sdp");
    assertEquals(200, response.status());
    assertEquals(uri + "/", response.headers().get("content-base"));
    String sdp = response.body();
    assertTrue(sdp.contains("m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"), sdp);
    assertTrue(sdp.contains("packetization-mode=1;profile-level-id=4D40"), sdp);
    assertTrue(sdp.contains("sprop-parameter-sets=Z01A"), sdp);
    assertTrue(sdp.contains("a=rtpmap:97 MPEG4-GENERIC/32000/1\r\n"), sdp);
    // AudioSpecificConfig: AAC-LC (2), 32 kHz (index 5), one channel.
    assertTrue(sdp.contains("mode=AAC-hbr;") && sdp.contains("config=1288\r\n"), sdp);
  }

  @Test
  void play_says_in_rtp_info_what_the_first_packets_then_carry() throws Exception {
    String session = client.request("SETUP", uri + "/track1", TCP + "0-1").session();
    client.request("SETUP", uri + "/track2", TCP + "2-3", "Session: " + session);
    var play = client.request("PLAY", uri, "Session: " + session, "Range: npt=0.000-");
    assertEquals(200, play.status());
    String[] tracks = play.headers().get("rtp-info").split(",", -1);

    boolean[] seen = new boolean[2];
    while (!seen[0] || !seen[1]) {
      RtspTestClient.Packet packet = client.nextPacket();
      int track = packet.channel() / 2;
      if (packet.channel() % 2 == 0 && !seen[track]) {
        seen[track] = true;
        assertEquals(
            "url=%s/track%d;seq=%d;rtptime=%d"
                .formatted(uri, track + 1, packet.sequence(), packet.timestamp()),
            tracks[track]);
      }
    }
  }

  @Test
  void the_first_packet_is_a_sender_report_that_maps_its_rtp_time_to_the_clock() throws Exception {
    Instant asked = Instant.now();
    assertEquals(200, client.play(uri).status());
    RtspTestClient.Packet report = client.nextPacket();
    assertEquals(1, report.channel());
    assertEquals(200, report.bytes().get(1) & 0xff);
    RtspTestClient.Packet first = client.nextPacket();
    assertEquals(
        first.timestamp(), Integer.toUnsignedLong(report.bytes().getInt(16)), "RTP timestamp");

    Instant wall = ntp(report.bytes());
    assertTrue(wall.isAfter(asked.minusSeconds(1)), wall::toString);
    assertTrue(wall.isBefore(Instant.now().plusSeconds(1)), wall::toString);
    // The clip follows the clock: its random access points are at whole seconds.
    long fromSecondNanos =
        Duration.between(wall.plusMillis(500).truncatedTo(SECONDS), wall).toNanos();
    assertTrue(Math.abs(fromSecondNanos) < 2_000, wall::toString);
  }

  private static Instant ntp(ByteBuffer report) {
    long seconds = Integer.toUnsignedLong(report.getInt(8)) - 2_208_988_800L;
    double fraction = Integer.toUnsignedLong(report.getInt(12)) / 4294967296.0;
    return Instant.ofEpochSecond(seconds, Math.round(fraction * 1e9));
  }

  @Test
  void sender_reports_return_every_five_seconds_with_exact_times_and_counts() throws Exception {
    boolean whole = false;
    for (int attempt = 1; !whole; attempt++) {
      String camera = "acme/lobby-" + attempt;
      simulator.add(Camera.named(camera).clip(Clip.bundled("acme-lobby")));
      try (var viewer = new RtspTestClient(simulator.port())) {
        viewer.play(simulator.url(camera));
        ByteBuffer first = viewer.nextPacket().bytes();
        int packets = 0;
        RtspTestClient.Packet next = viewer.nextPacket();
        while (next.channel() == 0) {
          packets++;
          next = viewer.nextPacket();
        }
        // On a machine that halts a camera leaves frames out, and says so.
        whole = simulator.counters(camera).framesDropped() == 0 || attempt == ATTEMPTS;
        if (whole) {
          assertFiveSecondsApart(first, next.bytes());
        }
        assertEquals(0, first.getInt(20));
        assertEquals(packets, next.bytes().getInt(20));
      }
    }
  }

  private static void assertFiveSecondsApart(ByteBuffer first, ByteBuffer second) {
    long ticks = Integer.toUnsignedLong(second.getInt(16) - first.getInt(16));
    assertEquals(5 * 90_000, ticks);
    long apartNanos = Duration.between(ntp(first), ntp(second)).toNanos();
    assertTrue(Math.abs(apartNanos - 5_000_000_000L) < 2_000, "nanoseconds apart: " + apartNanos);
  }

  @Test
  void requests_in_the_wrong_place_get_the_status_of_the_standard() throws Exception {
    assertEquals(404, client.request("DESCRIBE", uri + "-nobody").status());
    assertEquals(404, client.request("DESCRIBE", uri + "/track3").status());
    assertEquals(501, client.request("PAUSE", uri).status());
    assertEquals(501, client.request("RECORD", uri).status());
    assertEquals(551, client.request("DESCRIBE", uri, "Require: funky").status());
    assertEquals(454, client.request("PLAY", uri).status());
    assertEquals(454, client.request("PLAY", uri, "Session: 1").status());
    assertEquals(454, client.request("TEARDOWN", uri, "Session: 1").status());
    assertEquals(454, client.request("GET_PARAMETER", uri, "Session: 1").status());
    assertEquals(459, client.request("SETUP", uri, TCP + "0-1").status());
    assertEquals(460, client.request("DESCRIBE", uri + "/track1").status());
    String session = client.request("SETUP", uri + "/track1", TCP + "0-1").session();
    String header = "Session: " + session;
    assertEquals(455, client.request("SETUP", uri + "/track1", TCP + "2-3", header).status());
    assertEquals(200, client.request("SETUP", uri + "/track2", TCP + "2-3", header).status());
    assertEquals(460, client.request("PLAY", uri + "/track1", header).status());
    assertEquals(200, client.request("PLAY", uri, header).status());
    assertEquals(455, client.request("SETUP", uri + "/track2", TCP + "4-5", header).status());
    assertEquals(200, client.request("PLAY", uri, header).status());
    assertEquals(200, client.request("SET_PARAMETER", uri, header).status());
    assertEquals(200, client.request("TEARDOWN", uri, header).status());
    assertEquals(454, client.request("TEARDOWN", uri, header).status());
    assertEquals(1, simulator.counters("acme/lobby").teardowns());
    assertEquals(1, simulator.counters("acme/lobby").connectionsOpened());
  }

  @Test
  void transports_it_does_not_offer_are_answered_461() throws Exception {
    simulator.add(Camera.named("tcp").transports(MediaTransport.TCP));
    String track = simulator.url("tcp") + "/track1";
    String udp = "RTP/AVP;unicast;client_port=5000-5001";
    assertEquals(461, client.request("SETUP", track).status());
    assertEquals(461, client.request("SETUP", track, "Transport: " + udp).status());
    assertEquals(461, client.request("SETUP", track, "Transport: RTP/AVP;multicast").status());
    assertEquals(461, client.request("SETUP", track, "Transport: RTP/SAVP;unicast").status());
    assertEquals(0, simulator.counters("tcp").activeSessions());
    var chosen = client.request("SETUP", track, "Transport: " + udp + ",RTP/AVP/TCP;unicast");
    assertEquals(200, chosen.status());
    assertTrue(chosen.headers().get("transport").startsWith("RTP/AVP/TCP;unicast;interleaved=0-1"));
  }

  @Test
  void interleaved_channels_in_use_are_not_given_twice() throws Exception {
    var first = client.request("SETUP", uri + "/track1", TCP + "0-1");
    String session = "Session: " + first.session();
    var second = client.request("SETUP", uri + "/track2", TCP + "0-1", session);
    assertTrue(second.headers().get("transport").contains("interleaved=2-3"), second::toString);
  }

  @Test
  void another_connections_session_cannot_be_touched() throws Exception {
    String session = "Session: " + client.request("SETUP", uri + "/track1", TCP + "0-1").session();
    try (var stranger = new RtspTestClient(simulator.port())) {
      assertEquals(454, stranger.request("TEARDOWN", uri, session).status());
    }
    assertEquals(200, client.request("TEARDOWN", uri, session).status());
  }

  @Test
  void a_silent_session_times_out_and_one_that_asks_does_not() throws Exception {
    simulator.add(Camera.named("brief").sessionTimeout(Duration.ofSeconds(4)));
    String brief = simulator.url("brief");
    try (var silent = new RtspTestClient(simulator.port());
        var lively = new RtspTestClient(simulator.port())) {
      silent.play(brief);
      String session = "Session: " + lively.play(brief).session();
      while (simulator.counters("brief").sessionsTimedOut() == 0) {
        lively.nextPacket();
        assertEquals(200, lively.request("GET_PARAMETER", brief, session).status());
      }
      assertTrue(silent.endsInOrder());
      assertEquals(200, lively.request("GET_PARAMETER", brief, session).status());
      assertEquals(1, simulator.counters("brief").activeSessions());
    }
  }

  @Test
  void a_receiver_report_over_udp_keeps_a_session_and_its_end_ends_it() throws Exception {
    simulator.add(Camera.named("brief").sessionTimeout(Duration.ofSeconds(4)));
    String brief = simulator.url("brief");
    try (var rtp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        var rtcp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      rtp.setSoTimeout(60_000);
      String ports = rtp.getLocalPort() + "-" + rtcp.getLocalPort();
      var setup =
          client.request(
              "SETUP", brief + "/track1", "Transport: RTP/AVP;unicast;client_port=" + ports);
      String transport = setup.headers().get("transport");
      int serverRtcp = Integer.parseInt(transport.replaceAll(".*server_port=\\d+-(\\d+).*", "$1"));
      client.request("PLAY", brief, "Session: " + setup.session());

      var report = new byte[] {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 1};
      var target = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverRtcp);
      var packet = new DatagramPacket(new byte[2048], 2048);
      for (int packets = 0; packets < 90; packets++) { // longer than that
        rtp.receive(packet);
        rtcp.send(new DatagramPacket(report, report.length, target));
      }
      assertEquals(0, simulator.counters("brief").sessionsTimedOut());
      Eventually.holds(
          () -> simulator.counters("brief").sessionsTimedOut() == 1,
          () -> simulator.counters("brief"));
      assertEquals(0, simulator.counters("brief").playingSessions());
    }
  }

  @Test
  void a_closed_connection_ends_its_sessions() throws Exception {
    try (var brief = new RtspTestClient(simulator.port())) {
      brief.play(uri);
      assertEquals(1, simulator.counters("acme/lobby").playingSessions());
    }
    Eventually.holds(
        () -> simulator.counters("acme/lobby").activeSessions() == 0,
        () -> simulator.counters("acme/lobby"));
  }

  @Test
  void a_removed_camera_is_gone_with_its_sessions() throws Exception {
    client.play(uri);
    simulator.remove("acme/lobby");
    assertFalse(client.endsInOrder());
    try (var late = new RtspTestClient(simulator.port())) {
      assertEquals(404, late.request("DESCRIBE", uri).status());
    }
  }
}
