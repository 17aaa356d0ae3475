package io.atalaya.gateway.engine.inprocess;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * A track's media as datagrams: RTP on an even port, RTCP on the next (RFC 3550, 11).
 *
 * <p>Only what comes from the camera's own, checked address is taken, and only from the ports it
 * named; where it named none, from the first it uses. What else it says of where media comes from
 * ({@code source=}) or goes to is never followed: connected sockets hear nobody else. One thread at
 * a time.
 */
final class DatagramPair implements AutoCloseable {
  private static final int MAX_ATTEMPTS = 64;
  private static final int RECEIVE_BUFFER_BYTES = 512 * 1024;
  private static final int MAX_DATAGRAM_BYTES = 64 * 1024;

  /** At most so many in one sweep, so that a flood at one camera is not felt by others. */
  private static final int MAX_READS = 256;

  /** Opens the way through a router: a header without a payload. */
  private static final byte[] PUNCH = {(byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

  /** Of datagrams; the bytes are its own only until it returns. */
  interface Sink {
    void datagram(ByteBuf bytes, int index, int length);
  }

  private final DatagramChannel rtp;
  private final DatagramChannel rtcp;
  private final InetAddress camera;

  private DatagramPair(DatagramChannel rtp, DatagramChannel rtcp, InetAddress camera) {
    this.rtp = rtp;
    this.rtcp = rtcp;
    this.camera = camera;
  }

  /** Takes two free ports of our address that the camera is connected to by. */
  static DatagramPair open(InetAddress local, InetAddress camera) throws IOException {
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      DatagramChannel first = bound(local, 0);
      int port = first.socket().getLocalPort();
      if (port % 2 == 0) {
        try {
          return new DatagramPair(first, bound(local, port + 1), camera);
        } catch (BindException _) {
          // The next port is somebody's: another pair.
        }
      }
      first.close();
    }
    throw new BindException("no free pair of ports");
  }

  private static DatagramChannel bound(InetAddress local, int port) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
      channel.bind(new InetSocketAddress(local, port));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** What to ask the camera for. */
  String transport() {
    int port = rtp.socket().getLocalPort();
    return "RTP/AVP;unicast;client_port=%d-%d".formatted(port, port + 1);
  }

  /** From that port, and the next, the camera sends. */
  void from(int port) throws IOException {
    rtp.connect(new InetSocketAddress(camera, port));
    rtcp.connect(new InetSocketAddress(camera, port + 1));
    write(rtp, ByteBuffer.wrap(PUNCH));
  }

  /** Takes what has come. */
  void sweep(ByteBuf scratch, Sink media, Sink control) throws IOException {
    sweep(rtp, scratch, media);
    sweep(rtcp, scratch, control);
  }

  private void sweep(DatagramChannel channel, ByteBuf scratch, Sink sink) throws IOException {
    ByteBuffer room = scratch.internalNioBuffer(0, MAX_DATAGRAM_BYTES);
    for (int i = 0; i < MAX_READS; i++) {
      room.limit(MAX_DATAGRAM_BYTES).position(0);
      if (!read(channel, room)) {
        return;
      }
      if (room.position() > 0) {
        sink.datagram(scratch, 0, room.position());
      }
    }
  }

  /** False when there is nothing more; what is none of the camera's leaves {@code room} empty. */
  private boolean read(DatagramChannel channel, ByteBuffer room) throws IOException {
    try {
      if (channel.isConnected()) {
        return channel.read(room) > 0;
      }
      var from = (InetSocketAddress) channel.receive(room);
      if (from == null) {
        return false;
      }
      if (from.getAddress().equals(camera)) {
        channel.connect(from);
      } else {
        room.position(0);
      }
      return true;
    } catch (PortUnreachableException _) {
      // To something of ours, which the camera does not listen to; its media may come all the same.
      return true;
    }
  }

  /** Sends a report. */
  void report(ByteBuffer bytes) throws IOException {
    if (rtcp.isConnected()) {
      write(rtcp, bytes);
    }
  }

  private static void write(DatagramChannel channel, ByteBuffer bytes) throws IOException {
    try {
      int _ = channel.write(bytes);
    } catch (PortUnreachableException _) {
      // As above.
    }
  }

  @Override
  public void close() {
    try (rtp) {
      rtcp.close();
    } catch (IOException _) {
      // Closed they are.
    }
  }
}
