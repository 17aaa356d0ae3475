package io.atalaya.gateway.engine.inprocess;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.media.rtsp.MalformedRtspException;
import io.atalaya.media.rtsp.RtspHeaders;
import io.atalaya.media.rtsp.RtspReader;
import io.atalaya.media.rtsp.RtspResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a camera. First it is asked and answers ({@link #request}, blocking, with a
 * deadline); then, handed over, it is {@linkplain #sweep swept}. One thread at a time.
 */
final class RtspConnection implements AutoCloseable {
  private static final String USER_AGENT = "Atalaya";
  private static final int HANDSHAKE_READ_BYTES = 16 * 1024;
  private static final int RECEIVE_BUFFER_BYTES = 512 * 1024;

  /** Of packets and unasked messages. */
  interface Packets {
    void packet(int channel, ByteBuf bytes, int index, int length);
  }

  private final SocketChannel channel;
  private final RtspReader reader;

  /** What has come of a message or a packet that is not whole yet. */
  private final ByteBuf rest = Unpooled.buffer(2_048);

  private Packets packets = (_, _, _, _) -> {};
  private int sequence;
  private @Nullable RtspResponse answer;
  private @Nullable String session;

  private RtspConnection(SocketChannel channel) {
    this.channel = channel;
    this.reader = new RtspReader(new Incoming());
  }

  /** What the reader finds. */
  private final class Incoming implements RtspReader.Sink {
    @Override
    public void packet(int number, ByteBuf bytes, int index, int length) {
      packets.packet(number, bytes, index, length);
    }

    @Override
    public void response(RtspResponse response) {
      // An answer to a keepalive that nobody waits for is passed over by its number.
      boolean mine =
          response.headers().first("cseq").map(number -> number.equals("" + sequence)).orElse(true);
      if (mine) {
        answer = response;
      }
    }

    @Override
    public void request(String method, RtspHeaders headers) {
      // A camera that asks whether we are there hears so by our keepalives.
    }
  }

  /**
   * Connects.
   *
   * @throws FailedRunException when nothing answers in time
   */
  static RtspConnection open(InetSocketAddress address, Duration atMost)
      throws FailedRunException, IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
      channel.socket().connect(address, (int) atMost.toMillis());
      return new RtspConnection(channel);
    } catch (SocketTimeoutException _) {
      channel.close();
      throw new FailedRunException(new IngestFailure.Unreachable("The camera does not answer."));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  void packetsTo(Packets sink) {
    packets = sink;
  }

  /** From here on each request names this session. */
  void session(String id) {
    session = id;
  }

  /**
   * Asks, and waits for the answer; packets that come before it go where they belong.
   *
   * @throws SocketTimeoutException when there is none in time
   */
  RtspResponse request(String method, String uri, Map<String, String> headers, Duration atMost)
      throws IOException, MalformedRtspException, FailedRunException {
    long deadline = System.nanoTime() + atMost.toNanos();
    answer = null;
    send(method, uri, headers);
    byte[] piece = new byte[HANDSHAKE_READ_BYTES];
    while (answer == null) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("no answer to " + method);
      }
      channel.socket().setSoTimeout((int) left);
      int count = channel.socket().getInputStream().read(piece);
      if (count < 0) {
        throw new FailedRunException(
            new IngestFailure.Unreachable("The camera closed the connection."));
      }
      rest.discardReadBytes().writeBytes(piece, 0, count);
      reader.read(rest);
    }
    return answer;
  }

  /** Asks without waiting; the answer is passed over. */
  void send(String method, String uri, Map<String, String> headers) throws IOException {
    var text = new StringBuilder(method).append(' ').append(uri).append(" RTSP/1.0\r\n");
    text.append("CSeq: ").append(++sequence).append("\r\n");
    text.append("User-Agent: ").append(USER_AGENT).append("\r\n");
    if (session != null) {
      text.append("Session: ").append(session).append("\r\n");
    }
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    ByteBuffer bytes = US_ASCII.encode(text.append("\r\n").toString());
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      throw new IOException("the camera does not read what it is sent");
    }
  }

  /** No read waits any more. */
  void handOver() throws IOException {
    channel.configureBlocking(false);
  }

  /**
   * Reads what is there and takes it apart.
   *
   * @param scratch of the sweeper's, empty; larger than any message
   * @return bytes read; -1 when the camera has closed the connection
   */
  int sweep(ByteBuf scratch) throws IOException, MalformedRtspException {
    scratch.clear().writeBytes(rest);
    rest.clear();
    ByteBuffer room = scratch.nioBuffer(scratch.writerIndex(), scratch.writableBytes());
    int count = channel.read(room);
    if (count > 0) {
      scratch.writerIndex(scratch.writerIndex() + count);
      reader.read(scratch);
    }
    rest.writeBytes(scratch);
    return count;
  }

  /** Says goodbye and hears it out, for a moment; then nothing is left of the connection. */
  void tearDown(String uri, Map<String, String> headers, Duration atMost) {
    packets = (_, _, _, _) -> {};
    try {
      channel.configureBlocking(true);
      request("TEARDOWN", uri, headers, atMost);
    } catch (IOException | MalformedRtspException | FailedRunException _) {
      // It was said; who does not answer will notice that we are gone.
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // Closed it is.
    }
  }
}
