package io.atalaya.gateway.engine.inprocess;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A camera that says what a test gives it, byte for byte, and notes what it hears. Unless a test
 * says otherwise it answers as a well-behaved one: its description, the channels that were asked
 * for, a session.
 */
final class WireCamera implements AutoCloseable {
  static final String SESSION = "12345678";

  /** For {@link #on}: it says nothing at all. */
  static final Answer SILENCE = _ -> new byte[0];

  private final ServerSocket server;
  private final String description;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<String> replies = new CopyOnWriteArrayList<>();
  private final List<Packet> packets = new CopyOnWriteArrayList<>();
  private final List<Wire> wires = new CopyOnWriteArrayList<>();
  private volatile String session = SESSION + ";timeout=60";
  private volatile Predicate<Request> heeded = _ -> true;
  private volatile Answer refusal = SILENCE;
  private volatile Media media = _ -> {};
  private volatile Media greeting = _ -> {};

  /** What it was asked; names of headers in lower case. */
  record Request(String method, String uri, Map<String, String> headers) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /** What it was sent between its messages. */
  record Packet(int channel, ByteBuffer bytes) {}

  /** The bytes to answer with; none at all is an answer too. */
  interface Answer {
    byte[] to(Request request);
  }

  /** What it sends by itself, on a thread of its own; it may go on until the connection ends. */
  interface Media {
    void on(Wire wire) throws IOException;
  }

  /** One connection. */
  static final class Wire {
    private final Socket socket;
    private final OutputStream out;
    private volatile boolean open = true;

    private Wire(Socket socket) throws IOException {
      this.socket = socket;
      this.out = socket.getOutputStream();
    }

    synchronized void send(byte[]... pieces) throws IOException {
      out.write(bytes(pieces));
      out.flush();
    }

    boolean isOpen() {
      return open;
    }

    private void end() {
      open = false;
      try {
        socket.close();
      } catch (IOException _) {
        // Closed it is.
      }
    }
  }

  private WireCamera(ServerSocket server, String description) {
    this.server = server;
    this.description = description;
  }

  /** Has one track, of H.264. */
  static WireCamera start() throws IOException {
    return start(WirePictures.DESCRIPTION);
  }

  static WireCamera start(String description) throws IOException {
    var server = new ServerSocket(0, 16, InetAddress.ofLiteral("127.0.0.1"));
    var camera = new WireCamera(server, description);
    Thread.ofVirtual().start(camera::accept);
    return camera;
  }

  WireCamera on(String method, Answer answer) {
    answers.put(method, answer);
    return this;
  }

  /** What it answers to all that is not such a request. */
  WireCamera unless(Predicate<Request> such, Answer answer) {
    heeded = such;
    refusal = answer;
    return this;
  }

  /** The session that it begins, with its parameters. */
  WireCamera session(String header) {
    session = header;
    return this;
  }

  /** What it sends once it was asked to play. */
  WireCamera plays(Media what) {
    media = what;
    return this;
  }

  /** What it sends as soon as somebody connects. */
  WireCamera greets(Media what) {
    greeting = what;
    return this;
  }

  /** Sends this on the latest connection, unasked. */
  void say(byte[]... pieces) throws IOException {
    wires.getLast().send(pieces);
  }

  int port() {
    return server.getLocalPort();
  }

  String url() {
    return "rtsp://127.0.0.1:" + port() + "/cam";
  }

  String urlWithCredentials(String user, String password) {
    return url().replace("rtsp://", "rtsp://" + user + ":" + password + "@");
  }

  /** All it was asked, in order. */
  List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The first of this method. */
  Request asked(String method) {
    return requests.stream()
        .filter(request -> request.method.equals(method))
        .findFirst()
        .orElseThrow();
  }

  List<String> methods() {
    return requests.stream().map(Request::method).toList();
  }

  /** What was answered to what it asked itself: number and status. */
  List<String> replies() {
    return List.copyOf(replies);
  }

  List<Packet> packets() {
    return List.copyOf(packets);
  }

  /** How often somebody has connected. */
  int connections() {
    return wires.size();
  }

  /** How many are connected now. */
  long open() {
    return wires.stream().filter(Wire::isOpen).count();
  }

  // Bytes

  static byte[] bytes(byte[]... pieces) {
    var all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  static byte[] text(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** {@code RTSP/1.0 status}, with these header lines. */
  static byte[] status(Request to, String status, String... headers) {
    String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return text(
        "RTSP/1.0 %s\r\nCSeq: %s\r\n%s\r\n"
            .formatted(status, to.header("cseq").orElse("0"), lines));
  }

  static byte[] ok(Request to, String... headers) {
    return status(to, "200 OK", headers);
  }

  static byte[] described(Request to, String description) {
    return bytes(
        ok(to, "Content-Type: application/sdp", "Content-Length: " + description.length()),
        text(description));
  }

  /** With a challenge. */
  static byte[] unauthorized(Request to, String challenge) {
    return status(to, "401 Unauthorized", "WWW-Authenticate: " + challenge);
  }

  static byte[] interleaved(int channel, byte[] packet) {
    return bytes(
        new byte[] {'$', (byte) channel, (byte) (packet.length >> 8), (byte) packet.length},
        packet);
  }

  // Connections

  private void accept() {
    try {
      while (true) {
        var wire = new Wire(server.accept());
        wires.add(wire);
        aside(wire, greeting);
        Thread.ofVirtual().start(() -> serve(wire));
      }
    } catch (IOException _) {
      // Closed: the test is over.
    }
  }

  /** No virtual thread: one that sends without end leaves no carrier to the others. */
  private static void aside(Wire wire, Media what) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            what.on(wire);
          } catch (IOException _) {
            wire.end(); // whoever listened has gone
          }
        });
  }

  private void serve(Wire wire) {
    try {
      var in = new DataInputStream(new BufferedInputStream(wire.socket.getInputStream()));
      for (int first = in.read(); first >= 0; first = in.read()) {
        if (first == '$') {
          int channel = in.readUnsignedByte();
          packets.add(new Packet(channel, ByteBuffer.wrap(in.readNBytes(in.readUnsignedShort()))));
        } else {
          message(wire, (char) first + line(in), in);
        }
      }
    } catch (IOException _) {
      // Whoever asked has gone.
    } finally {
      wire.end();
    }
  }

  private void message(Wire wire, String first, DataInputStream in) throws IOException {
    var headers = new TreeMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] pair = line.split(":", 2);
      headers.put(pair[0].strip().toLowerCase(Locale.ROOT), pair[1].strip());
    }
    String[] words = first.split(" ", 3);
    if (words[0].startsWith("RTSP/")) {
      replies.add("%s %s %s".formatted(headers.get("cseq"), words[1], words[2]));
    } else {
      answer(wire, new Request(words[0], words[1], headers));
    }
  }

  private void answer(Wire wire, Request request) throws IOException {
    requests.add(request);
    boolean heard = heeded.test(request);
    Answer answer = heard ? answers.getOrDefault(request.method, this::usual) : refusal;
    wire.send(answer.to(request));
    if (heard && request.method.equals("PLAY")) {
      aside(wire, media);
    }
  }

  /** As a well-behaved camera answers. */
  byte[] usual(Request request) {
    return switch (request.method) {
      case "DESCRIBE" -> described(request, description);
      case "SETUP" ->
          ok(
              request,
              "Session: " + session,
              "Transport: " + request.header("transport").orElse(""));
      default -> ok(request, "Session: " + session);
    };
  }

  private static String line(DataInputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
    wires.forEach(Wire::end);
  }
}
