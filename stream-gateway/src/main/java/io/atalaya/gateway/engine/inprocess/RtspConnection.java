package io.atalaya.gateway.engine.inprocess;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.StreamSpec;
import io.atalaya.media.rtsp.MalformedRtspException;
import io.atalaya.media.rtsp.RtspHeaders;
import io.atalaya.media.rtsp.RtspReader;
import io.atalaya.media.rtsp.RtspResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a camera. First it is asked and answers ({@link #request}, which waits, with a
 * deadline); then, handed over, it is {@linkplain #sweep swept}. The socket itself never blocks.
 * One thread at a time.
 */
final class RtspConnection implements AutoCloseable {
  private static final String USER_AGENT = "Atalaya";
  private static final int HANDSHAKE_READ_BYTES = 32 * 1024;
  private static final int RECEIVE_BUFFER_BYTES = 512 * 1024;

  /** What a camera may ask of a client, and what says that we are there. */
  private static final Set<String> ANSWERED =
      Set.of("OPTIONS", "ANNOUNCE", "GET_PARAMETER", "SET_PARAMETER", "REDIRECT", "TEARDOWN");

  private static final Listener NOBODY =
      new Listener() {
        @Override
        public void packet(int channel, ByteBuf bytes, int index, int length) {}

        @Override
        public void answered(RtspResponse response) {}

        @Override
        public void asked(String method) {}
      };

  /** Of what comes while nobody waits for an answer. */
  interface Listener {
    void packet(int channel, ByteBuf bytes, int index, int length);

    /** To what was {@linkplain #send sent} without waiting. */
    void answered(RtspResponse response) throws IOException;

    /** By the camera, which has its answer already. */
    void asked(String method);
  }

  private final SocketChannel channel;
  private final Wire wire;
  private final RtspReader reader;

  /** What has come of a message or a packet that is not whole yet. */
  private ByteBuf rest = Unpooled.buffer(HANDSHAKE_READ_BYTES);

  private final StringBuilder replies = new StringBuilder();
  private Listener listener = NOBODY;
  private int sequence;
  private boolean waiting;
  private @Nullable RtspResponse answer;
  private @Nullable RtspResponse unawaited;
  private @Nullable String session;

  private RtspConnection(SocketChannel channel, Wire wire) {
    this.channel = channel;
    this.wire = wire;
    this.reader = new RtspReader(new Incoming());
  }

  /** What the reader finds. */
  private final class Incoming implements RtspReader.Sink {
    @Override
    public void packet(int number, ByteBuf bytes, int index, int length) {
      listener.packet(number, bytes, index, length);
    }

    @Override
    public void response(RtspResponse response) {
      // One to an older question comes too late to matter.
      boolean last =
          response.headers().first("cseq").map(number -> number.equals("" + sequence)).orElse(true);
      if (last && waiting) {
        answer = response;
      } else if (last) {
        unawaited = response;
      }
    }

    @Override
    public void request(String method, RtspHeaders headers) {
      replies
          .append("RTSP/1.0 ")
          .append(ANSWERED.contains(method) ? "200 OK" : "501 Not Implemented")
          .append("\r\nCSeq: ")
          .append(headers.first("cseq").filter(n -> n.matches("[0-9]{1,10}")).orElse("0"))
          .append("\r\n\r\n");
      listener.asked(method);
    }
  }

  /** Connects, and shakes hands where it is to be inside TLS. */
  static RtspConnection open(StreamSpec spec, Deadline deadline)
      throws IOException, InterruptedException {
    SocketChannel channel = SocketChannel.open();
    boolean opened = false;
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
      var connection = new RtspConnection(channel, wire(channel, spec, deadline));
      opened = true;
      return connection;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  private static Wire wire(SocketChannel channel, StreamSpec spec, Deadline deadline)
      throws IOException, InterruptedException {
    try (var patience = new Patience(channel)) {
      boolean connected =
          channel.connect(new InetSocketAddress(spec.address(), spec.source().port()));
      while (!connected) {
        patience.until(SelectionKey.OP_CONNECT, deadline);
        connected = channel.finishConnect();
      }
      return spec.source().secure()
          ? TlsWire.open(channel, spec.source().host(), patience, deadline)
          : new PlainWire(channel);
    }
  }

  void listener(Listener next) {
    listener = next;
  }

  /** From here on each request names this session. */
  void session(String id) {
    session = id;
  }

  /** Ours, of this connection: where media in datagrams is to come to. */
  InetAddress localAddress() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getAddress();
  }

  /**
   * Asks, and waits for the answer; packets that come before it go where they belong.
   *
   * @throws java.net.SocketTimeoutException when there is none in time
   */
  RtspResponse request(String method, String uri, Map<String, String> headers, Deadline deadline)
      throws IOException, MalformedRtspException, FailedRunException, InterruptedException {
    answer = null;
    waiting = true;
    try (var patience = new Patience(channel)) {
      send(method, uri, headers);
      while (answer == null) {
        int count = wire.read(rest.discardReadBytes().ensureWritable(HANDSHAKE_READ_BYTES));
        if (count < 0) {
          throw new FailedRunException(
              new IngestFailure.Unreachable("The camera closed the connection."));
        }
        if (count == 0) {
          patience.until(SelectionKey.OP_READ, deadline);
        } else {
          // Who sends without end, and never the answer, has no more time than others.
          long _ = deadline.leftMillis();
          reader.read(rest);
          reply();
        }
      }
      return answer;
    } finally {
      waiting = false;
    }
  }

  /** Asks without waiting; {@link Listener#answered} hears of the answer. */
  void send(String method, String uri, Map<String, String> headers) throws IOException {
    var text = new StringBuilder(method).append(' ').append(uri).append(" RTSP/1.0\r\n");
    text.append("CSeq: ").append(++sequence).append("\r\n");
    text.append("User-Agent: ").append(USER_AGENT).append("\r\n");
    if (session != null) {
      text.append("Session: ").append(session).append("\r\n");
    }
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    wire.write(US_ASCII.encode(text.append("\r\n").toString()));
  }

  /** Sends what is framed as the connection wants it. */
  void send(ByteBuffer framed) throws IOException {
    wire.write(framed);
  }

  /** From here on nobody waits for anything; less memory is enough. */
  void handOver() {
    rest = Unpooled.buffer(Math.max(2_048, rest.readableBytes())).writeBytes(rest);
  }

  /**
   * Reads what is there and takes it apart.
   *
   * @param scratch of the sweeper's; larger than any message
   * @return bytes read; -1 when the camera has closed the connection
   */
  int sweep(ByteBuf scratch) throws IOException, MalformedRtspException {
    scratch.clear().writeBytes(rest, rest.readerIndex(), rest.readableBytes());
    int count = wire.read(scratch);
    if (count > 0) {
      reader.read(scratch);
      rest.clear().writeBytes(scratch);
      reply();
      RtspResponse late = unawaited;
      if (late != null) {
        unawaited = null;
        listener.answered(late);
      }
    }
    return count;
  }

  private void reply() throws IOException {
    if (!replies.isEmpty()) {
      ByteBuffer bytes = US_ASCII.encode(replies.toString());
      replies.setLength(0);
      wire.write(bytes);
    }
  }

  /** Nobody hears any more of what comes. */
  void mute() {
    listener = NOBODY;
  }

  @Override
  public void close() {
    wire.close();
  }
}
