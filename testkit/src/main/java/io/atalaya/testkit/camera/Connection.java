package io.atalaya.testkit.camera;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One RTSP connection: its bytes in and out, and the sessions that were set up on it and end with
 * it. Never blocks. Belongs to the server's thread.
 */
final class Connection {
  /** Sessions on one connection at most. */
  static final int MAX_SESSIONS = 16;

  private static final int MAX_BACKLOG_BYTES = 1 << 20;
  private static final Duration MAX_IDLE = Duration.ofSeconds(60);
  private static final Duration MAX_DRAIN = Duration.ofSeconds(2);

  private enum State {
    OPEN,
    /** The last answer is on its way; what the client still sends is dropped. */
    DRAINING,
    /** To be closed by {@link #closeIfBroken}. */
    BROKEN,
    CLOSED
  }

  private final SocketChannel channel;
  private final SelectionKey key;
  private final RtspMethods methods;
  private final UdpPorts udp;
  private final String nonce;
  private final RtspRequestParser parser = new RtspRequestParser();
  private final ByteBuffer in = ByteBuffer.allocate(RtspRequestParser.MAX_HEAD_BYTES);
  private final ArrayDeque<ByteBuffer> backlog = new ArrayDeque<>();
  private final Map<String, RtspSession> sessions = new LinkedHashMap<>();
  private final Set<LiveCamera> named = new HashSet<>();
  private final BitSet channelsInUse = new BitSet(256);
  private State state = State.OPEN;
  private long heardNanos;

  Connection(
      SocketChannel channel,
      SelectionKey key,
      RtspMethods methods,
      UdpPorts udp,
      String nonce,
      long nowNanos) {
    this.channel = channel;
    this.key = key;
    this.methods = methods;
    this.udp = udp;
    this.nonce = nonce;
    this.heardNanos = nowNanos;
  }

  /** What this connection's Digest challenges carry. */
  String nonce() {
    return nonce;
  }

  InetSocketAddress remote() throws IOException {
    return (InetSocketAddress) channel.getRemoteAddress();
  }

  InetSocketAddress local() throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  /** Notes that a request named that camera; counts the connection for it the first time. */
  void names(LiveCamera camera) {
    if (named.add(camera)) {
      camera.connectionOpened();
    }
  }

  // Sessions.

  Optional<RtspSession> session(String id) {
    return Optional.ofNullable(sessions.get(id));
  }

  int sessionCount() {
    return sessions.size();
  }

  void add(RtspSession session) {
    sessions.put(session.id(), session);
    session.camera().sessionSetUp(session);
  }

  void end(RtspSession session) {
    sessions.remove(session.id());
    udp.forget(session);
    session.camera().sessionEnded(session);
    if (sessions.isEmpty()) {
      channelsInUse.clear();
    }
  }

  /** Takes two interleaved channels: the wanted ones where they are free. Returns the first. */
  int takeChannels(OptionalInt wanted) {
    int first = wanted.orElse(0);
    while (channelsInUse.get(first) || channelsInUse.get(first + 1)) {
      first = (first + 2) % 254; // Sessions and tracks are few: one pair is always free.
    }
    channelsInUse.set(first, first + 2);
    return first;
  }

  // Bytes.

  /** Reads once and answers what came in whole. */
  void read(long nowNanos) {
    try {
      if (channel.read(in) < 0) {
        state = State.BROKEN;
        return;
      }
      if (state == State.OPEN) {
        heardNanos = nowNanos;
        in.flip();
        answerAll(nowNanos);
        in.compact();
      } else {
        in.clear();
      }
    } catch (IOException e) {
      state = State.BROKEN; // Reset by the client: nobody is left to tell.
    }
  }

  private void answerAll(long nowNanos) {
    try {
      Optional<RtspRequest> request = parser.next(in);
      while (request.isPresent() && state == State.OPEN) {
        OptionalInt cseq = request.get().cseq();
        methods
            .handle(this, request.get(), nowNanos)
            .ifPresent(response -> write(ByteBuffer.wrap(response.encode(cseq))));
        request = parser.next(in);
      }
      if (parser.takeSawInterleavedFrame()) {
        sessions.values().forEach(session -> session.heard(nowNanos));
      }
    } catch (MalformedRequestException e) {
      in.position(in.limit());
      write(ByteBuffer.wrap(RtspResponse.of(e.status()).encode(OptionalInt.empty())));
      finish();
    }
  }

  boolean hasBacklog() {
    return !backlog.isEmpty() || state != State.OPEN;
  }

  /** Sends the bytes, or keeps those that the socket does not take; they are copied. */
  void write(ByteBuffer bytes) {
    if (state == State.BROKEN || state == State.CLOSED) {
      return;
    }
    try {
      if (backlog.isEmpty()) {
        channel.write(bytes);
      }
      if (bytes.hasRemaining()) {
        keep(bytes);
      }
    } catch (IOException e) {
      state = State.BROKEN;
    }
  }

  private void keep(ByteBuffer bytes) {
    int kept = backlog.stream().mapToInt(ByteBuffer::remaining).sum();
    if (kept > MAX_BACKLOG_BYTES) {
      state = State.BROKEN; // A client that asks and asks, and reads no answer.
      return;
    }
    backlog.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
    key.interestOpsOr(SelectionKey.OP_WRITE);
  }

  /** Sends on what was kept. */
  void writeBacklog() {
    try {
      while (!backlog.isEmpty()) {
        channel.write(backlog.element());
        if (backlog.element().hasRemaining()) {
          return;
        }
        backlog.remove();
      }
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
      if (state == State.DRAINING) {
        channel.shutdownOutput();
      }
    } catch (IOException e) {
      state = State.BROKEN;
    }
  }

  // The end.

  /** Ends the sessions, then closes once the client has had time to read what was sent. */
  void finish() {
    if (state != State.OPEN) {
      return;
    }
    endSessions();
    state = State.DRAINING;
    writeBacklog();
  }

  /** Ends the sessions and closes with a TCP reset. */
  void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // Closed by the client this very moment, which is as good.
    }
    close();
  }

  void close() {
    if (state == State.CLOSED) {
      return;
    }
    endSessions();
    state = State.CLOSED;
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger(Connection.class.getName())
          .log(System.Logger.Level.DEBUG, "closing {0}: {1}", channel, e.getMessage());
    }
  }

  private void endSessions() {
    List<RtspSession> ended = new ArrayList<>(sessions.values());
    ended.forEach(this::end);
  }

  /** Closes a connection that failed, outside of any loop over its sessions; true when closed. */
  boolean closeIfBroken() {
    if (state == State.BROKEN) {
      close();
    }
    return state == State.CLOSED;
  }

  /** Ends what has been silent for too long. */
  void expire(long nowNanos) {
    for (RtspSession session : List.copyOf(sessions.values())) {
      if (session.isTimedOut(nowNanos)) {
        session.camera().sessionTimedOut();
        end(session);
        if (sessions.isEmpty()) {
          finish();
        }
      }
    }
    Duration limit = state == State.DRAINING ? MAX_DRAIN : MAX_IDLE;
    if (sessions.isEmpty() && nowNanos - heardNanos > limit.toNanos()) {
      close();
    }
  }
}
