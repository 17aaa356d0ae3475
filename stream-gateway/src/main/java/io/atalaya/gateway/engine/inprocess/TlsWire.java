package io.atalaya.gateway.engine.inprocess;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A connection inside TLS ({@code rtsps}).
 *
 * <p><b>Trust.</b> Cameras sign their own certificates, and nobody would enter a thousand of them:
 * any certificate is taken, as FFmpeg does. Who listens learns nothing; who stands in between can.
 *
 * <p><b>Bounds.</b> The handshake has a deadline and Java's own bound on its messages. One read
 * takes {@link #MOST_AT_ONCE} bytes off the network, whatever becomes of them. A camera that wants
 * to begin the handshake anew (TLS 1.2 can) is hung up on: that work belongs to no thread that
 * sweeps. New keys (TLS 1.3) are taken as they come.
 */
final class TlsWire implements Wire {
  private static final int MOST_AT_ONCE = 256 * 1024;

  /** A host's name, by the rules; no address (RFC 6066, 3). */
  private static final Pattern NAME =
      Pattern.compile(
          "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final PlainWire plain;
  private final SSLEngine engine;

  /** Encrypted, to be read from. */
  private final ByteBuffer received;

  private TlsWire(SocketChannel channel, SSLEngine engine) {
    this.plain = new PlainWire(channel);
    this.engine = engine;
    this.received = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize()).flip();
  }

  /**
   * Shakes hands.
   *
   * @param host named to the server if it is a name
   * @throws SSLException when what answers there speaks no TLS, or none that is known here
   */
  static TlsWire open(SocketChannel channel, String host, Patience patience, Deadline deadline)
      throws IOException, InterruptedException {
    SSLEngine engine = context().createSSLEngine();
    engine.setUseClientMode(true);
    if (NAME.matcher(host).matches()) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      engine.setSSLParameters(parameters);
    }
    var wire = new TlsWire(channel, engine);
    engine.beginHandshake();
    wire.shakeHands(patience, deadline);
    return wire;
  }

  private static SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  private void shakeHands(Patience patience, Deadline deadline)
      throws IOException, InterruptedException {
    ByteBuffer ignored = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> {
          for (Runnable task = engine.getDelegatedTask();
              task != null;
              task = engine.getDelegatedTask()) {
            task.run();
          }
        }
        case NEED_WRAP -> wrap(NOTHING);
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          SSLEngineResult result = engine.unwrap(received, ignored);
          switch (result.getStatus()) {
            case OK -> {}
            case BUFFER_UNDERFLOW -> {
              int count = receive();
              if (count < 0) {
                throw new SSLException("closed while shaking hands");
              }
              if (count == 0) {
                patience.until(SelectionKey.OP_READ, deadline);
              }
            }
            case BUFFER_OVERFLOW, CLOSED -> throw new SSLException("not shaken hands");
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return;
        }
      }
      long _ = deadline.leftMillis();
    }
  }

  @Override
  public int read(ByteBuf into) throws IOException {
    int before = into.writerIndex();
    boolean open = unwrap(into);
    for (int taken = 0; open && taken < MOST_AT_ONCE; ) {
      int room = received.capacity() - received.remaining();
      int count = receive();
      open = count >= 0 && unwrap(into);
      if (count < room) {
        break;
      }
      taken += count;
    }
    int read = into.writerIndex() - before;
    return read > 0 || open ? read : -1;
  }

  /** -1 at the end; what had come before stands before it. */
  private int receive() throws IOException {
    received.compact();
    try {
      return plain.channel().read(received);
    } finally {
      received.flip();
    }
  }

  /** Decrypts what is whole, as far as there is room; false at the end. */
  private boolean unwrap(ByteBuf into) throws IOException {
    int most = engine.getSession().getApplicationBufferSize();
    while (received.hasRemaining() && into.writableBytes() >= most) {
      ByteBuffer room = into.internalNioBuffer(into.writerIndex(), into.writableBytes());
      SSLEngineResult result = engine.unwrap(received, room);
      into.writerIndex(into.writerIndex() + result.bytesProduced());
      switch (result.getStatus()) {
        case OK -> afterwards(result.getHandshakeStatus());
        case BUFFER_UNDERFLOW, BUFFER_OVERFLOW -> {
          return true;
        }
        case CLOSED -> {
          return false;
        }
      }
    }
    return true;
  }

  private void afterwards(SSLEngineResult.HandshakeStatus status) throws IOException {
    switch (status) {
      case NOT_HANDSHAKING, FINISHED, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {}
      case NEED_WRAP -> wrap(NOTHING);
      case NEED_TASK -> throw new SSLException("the camera begins the handshake anew");
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      wrap(bytes);
    }
  }

  private void wrap(ByteBuffer bytes) throws IOException {
    ByteBuffer sent = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    if (engine.wrap(bytes, sent).getStatus() != SSLEngineResult.Status.OK) {
      throw new SSLException("the connection is closed");
    }
    plain.write(sent.flip());
  }

  @Override
  public void close() {
    try {
      engine.closeOutbound();
      ByteBuffer goodbye = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      SSLEngineResult _ = engine.wrap(NOTHING, goodbye);
      plain.write(goodbye.flip());
    } catch (IOException _) {
      // It may be gone already.
    } finally {
      plain.close();
    }
  }

  /** See above. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
