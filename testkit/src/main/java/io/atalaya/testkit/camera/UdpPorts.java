package io.atalaya.testkit.camera;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;

/**
 * The server's two UDP ports, RTP on an even one and RTCP on the next (RFC 3550 section 11), which
 * all sessions share. Belongs to the server's thread.
 */
final class UdpPorts implements AutoCloseable {
  private static final int MAX_ATTEMPTS = 100;
  private static final int MAX_READS_AT_ONCE = 64;

  private final DatagramChannel rtp;
  private final DatagramChannel rtcp;
  private final int rtpPort;
  private final Map<SocketAddress, RtspSession> sessionsByRtcpAddress = new HashMap<>();
  private final ByteBuffer received = ByteBuffer.allocate(2048);

  private UdpPorts(DatagramChannel rtp, DatagramChannel rtcp, int rtpPort) {
    this.rtp = rtp;
    this.rtcp = rtcp;
    this.rtpPort = rtpPort;
  }

  static UdpPorts open(InetAddress bind, Selector selector) throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      DatagramChannel first = bound(bind, 0);
      int port = ((InetSocketAddress) first.getLocalAddress()).getPort();
      if (port % 2 == 0) {
        try {
          var ports = new UdpPorts(first, bound(bind, port + 1), port);
          ports.register(selector);
          return ports;
        } catch (BindException e) {
          // The next port is somebody's: another pair.
        }
      }
      first.close();
    }
    throw new BindException("no free pair of UDP ports on " + bind.getHostAddress());
  }

  private static DatagramChannel bound(InetAddress bind, int port) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.bind(new InetSocketAddress(bind, port));
      channel.configureBlocking(false);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void register(Selector selector) throws IOException {
    rtp.register(selector, SelectionKey.OP_READ, this);
    rtcp.register(selector, SelectionKey.OP_READ, this);
  }

  int rtpPort() {
    return rtpPort;
  }

  /** From now on, what comes from that address is a sign of life of the session. */
  void listenTo(InetSocketAddress rtcpAddress, RtspSession session) {
    sessionsByRtcpAddress.put(rtcpAddress, session);
  }

  void forget(RtspSession session) {
    sessionsByRtcpAddress.values().removeIf(session::equals);
  }

  void sendRtp(ByteBuffer packet, InetSocketAddress target) {
    send(rtp, packet, target);
  }

  void sendRtcp(ByteBuffer packet, InetSocketAddress target) {
    send(rtcp, packet, target);
  }

  /** An unreachable reader is like a lost packet: its session ends by its timeout. */
  private static void send(DatagramChannel from, ByteBuffer packet, InetSocketAddress target) {
    try {
      from.send(packet, target);
    } catch (IOException e) {
      System.getLogger(UdpPorts.class.getName())
          .log(System.Logger.Level.DEBUG, "datagram to {0} not sent: {1}", target, e.getMessage());
    }
  }

  /**
   * Takes what has arrived: receiver reports keep sessions alive; the rest only opens firewalls.
   */
  void read(SelectionKey key, long nowNanos) throws IOException {
    var channel = (DatagramChannel) key.channel();
    for (int i = 0; i < MAX_READS_AT_ONCE; i++) {
      SocketAddress from = channel.receive(received.clear());
      if (from == null) {
        return;
      }
      RtspSession session = sessionsByRtcpAddress.get(from);
      if (session != null) {
        session.heard(nowNanos);
      }
    }
  }

  @Override
  public void close() throws IOException {
    rtp.close();
    rtcp.close();
  }
}
