package io.atalaya.testkit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class FaultTest {
  private CameraSimulator simulator;
  private String uri;

  @BeforeEach
  void start() throws Exception {
    simulator = CameraSimulator.start(SimulatorOptions.loopback());
    simulator.add(Camera.named("a"));
    simulator.add(Camera.named("b"));
    uri = simulator.url("a");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private RtspTestClient client() throws IOException {
    return new RtspTestClient(simulator.port());
  }

  @Test
  void refuse_resets_sessions_and_new_connections_of_that_camera_only() throws Exception {
    try (var watching = client();
        var other = client()) {
      assertEquals(200, watching.play(uri).status());
      assertEquals(200, other.play(simulator.url("b")).status());
      simulator.fault("a", Fault.REFUSE);

      assertFalse(watching.endsInOrder());
      try (var late = client()) {
        late.send("OPTIONS " + uri + " RTSP/1.0\r\nCSeq: 1\r\n\r\n");
        assertFalse(late.endsInOrder());
      }
      assertEquals(200, other.request("OPTIONS", simulator.url("b")).status());
      assertEquals(0, simulator.counters("a").activeSessions());
      assertEquals(1, simulator.counters("b").playingSessions());
    }
    simulator.heal("a");
    try (var again = client()) {
      assertEquals(200, again.play(uri).status());
    }
  }

  @Test
  void unauthorized_not_found_and_busy_answer_so_until_healed() throws Exception {
    try (var client = client()) {
      simulator.fault("a", Fault.UNAUTHORIZED);
      assertEquals(401, client.request("DESCRIBE", uri).status());
      assertEquals(401, client.request("DESCRIBE", uri, "Authorization: Basic eDp5").status());
      assertEquals(1, simulator.counters("a").signInsRejected());
      simulator.fault("a", Fault.NOT_FOUND);
      assertEquals(404, client.request("DESCRIBE", uri).status());
      simulator.fault("a", Fault.BUSY);
      assertEquals(200, client.request("DESCRIBE", uri).status());
      assertEquals(453, client.play(uri).status());
      assertEquals(200, client.request("DESCRIBE", simulator.url("b")).status());
      simulator.heal("a");
      assertEquals(200, client.play(uri).status());
    }
  }

  @Test
  void stall_stops_media_but_answers_and_healed_goes_on_with_a_random_access_point()
      throws Exception {
    try (var client = client()) {
      client.play(uri);
      RtspTestClient.Packet last = nextRtp(client);
      simulator.fault("a", Fault.STALL);
      long sent = simulator.counters("a").framesSent();
      // Camera b's frames show that time goes by.
      try (var clock = client()) {
        clock.play(simulator.url("b"));
        for (int frame = 0; frame < 20; frame++) {
          nextRtp(clock);
        }
      }
      assertEquals(200, client.request("OPTIONS", uri).status());
      assertEquals(sent, simulator.counters("a").framesSent());
      simulator.heal("a");

      RtspTestClient.Packet before = last;
      RtspTestClient.Packet packet = nextRtp(client);
      while (packet.timestamp() - before.timestamp() <= 6000) {
        before = packet;
        packet = nextRtp(client);
      }
      assertEquals((before.sequence() + 1) & 0xffff, packet.sequence());
      assertEquals(7, packet.bytes().get(12) & 0x1f, "an SPS begins a random access point");
      assertEquals(1, simulator.counters("a").playingSessions());
    }
  }

  @Test
  void reset_and_drop_end_sessions_and_the_next_one_is_served() throws Exception {
    try (var client = client()) {
      client.play(uri);
      nextRtp(client);
      simulator.fault("a", Fault.RESET);
      assertFalse(client.endsInOrder());
    }
    try (var client = client()) {
      client.play(uri);
      nextRtp(client);
      simulator.fault("a", Fault.DROP);
      assertTrue(saysBye(client));
      assertTrue(client.endsInOrder());
    }
    try (var client = client()) {
      assertEquals(200, client.play(uri).status());
      nextRtp(client);
    }
  }

  private static boolean saysBye(RtspTestClient client) throws IOException {
    while (true) {
      RtspTestClient.Packet packet = client.nextPacket();
      int last = packet.bytes().limit() - 8; // A BYE of one source ends the compound packet.
      if (packet.channel() == 1 && (packet.bytes().get(last + 1) & 0xff) == 203) {
        return true;
      }
    }
  }

  @Test
  void loss_leaves_gaps_in_datagrams_and_none_in_tcp() throws Exception {
    simulator.fault("a", Fault.loss(50));
    try (var tcp = client();
        var udp = client();
        var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      var setup =
          udp.request(
              "SETUP",
              uri + "/track1",
              "Transport: RTP/AVP;unicast;client_port=" + port + "-" + port);
      assertEquals(200, udp.request("PLAY", uri, "Session: " + setup.session()).status());
      tcp.play(uri);

      RtspTestClient.Packet first = nextRtp(tcp);
      for (int i = 1; i <= 30; i++) {
        assertEquals((first.sequence() + i) & 0xffff, nextRtp(tcp).sequence());
      }
      assertTrue(gapsInDatagrams(socket, 15) > 0);
    }
  }

  private static int gapsInDatagrams(DatagramSocket socket, int count) throws IOException {
    socket.setSoTimeout(60_000);
    var received = new DatagramPacket(new byte[2048], 2048);
    int gaps = 0;
    int expected = -1;
    for (int i = 0; i < count; ) {
      socket.receive(received);
      byte[] bytes = received.getData();
      if ((bytes[1] & 0x7f) != 96) {
        continue; // RTCP, to the same port
      }
      int sequence = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
      gaps += expected >= 0 && sequence != expected ? 1 : 0;
      expected = (sequence + 1) & 0xffff;
      i++;
    }
    return gaps;
  }

  @Test
  void a_closed_listener_refuses_and_leaves_sessions_alone() throws Exception {
    try (var client = client()) {
      client.play(uri);
      simulator.stopListening();
      assertThrows(ConnectException.class, this::client);
      assertEquals(200, client.request("OPTIONS", uri).status());
      simulator.resumeListening();
      try (var again = client()) {
        assertEquals(200, again.request("OPTIONS", uri).status());
      }
    }
  }

  private static RtspTestClient.Packet nextRtp(RtspTestClient client) throws IOException {
    RtspTestClient.Packet packet = client.nextPacket();
    while (packet.channel() != 0) {
      packet = client.nextPacket();
    }
    return packet;
  }
}
