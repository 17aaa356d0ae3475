package io.atalaya.testkit.camera;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** Where the packets of one track of one session go. Belongs to the server's thread. */
sealed interface MediaPath {
  /** Whether the reader has not taken all of what it was sent; then nothing may be sent. */
  boolean isCongested();

  /** Takes an RTP packet; it may stay here until {@link #flush}. */
  void rtp(ByteBuffer packet);

  /** Takes an RTCP packet; it may stay here until {@link #flush}. */
  void rtcp(ByteBuffer packet);

  /** Sends what was taken. */
  void flush();

  /**
   * Interleaved with RTSP: a frame's packets leave in one write.
   *
   * @param batch scratch space that all paths of the server share between two flushes
   */
  record Interleaved(Connection connection, int rtpChannel, PacketBatch batch)
      implements MediaPath {
    @Override
    public boolean isCongested() {
      return connection.hasBacklog();
    }

    @Override
    public void rtp(ByteBuffer packet) {
      batch.addInterleaved(rtpChannel, packet);
    }

    @Override
    public void rtcp(ByteBuffer packet) {
      batch.addInterleaved(rtpChannel + 1, packet);
    }

    @Override
    public void flush() {
      connection.write(batch.take());
    }
  }

  /** One datagram for each packet. What the kernel has no room for is lost, as on any network. */
  record Datagrams(
      UdpPorts ports,
      java.net.InetSocketAddress rtpTarget,
      java.net.InetSocketAddress rtcpTarget,
      BooleanSupplier losesPacket)
      implements MediaPath {
    @Override
    public boolean isCongested() {
      return false;
    }

    @Override
    public void rtp(ByteBuffer packet) {
      if (!losesPacket.getAsBoolean()) {
        ports.sendRtp(packet, rtpTarget);
      }
    }

    @Override
    public void rtcp(ByteBuffer packet) {
      ports.sendRtcp(packet, rtcpTarget);
    }

    @Override
    public void flush() {}
  }
}
