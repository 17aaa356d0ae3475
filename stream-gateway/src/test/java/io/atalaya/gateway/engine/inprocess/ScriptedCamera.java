package io.atalaya.gateway.engine.inprocess;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A camera that answers each request as a test wants it to, and remembers what it was asked. */
final class ScriptedCamera implements AutoCloseable {
  static final String VIDEO =
      """
      v=0
      o=- 1 1 IN IP4 127.0.0.1
      s=camera
      t=0 0
      m=video 0 RTP/AVP 96
      a=rtpmap:96 H264/90000
      a=control:track1
      """;

  /** What it was asked; names of headers in lower case. */
  record Request(int connection, String method, String uri, Map<String, String> headers) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** What it was sent between its messages. */
  record Packet(int channel, ByteBuffer bytes) {}

  /** How it answers. */
  @FunctionalInterface
  interface Script {
    /** Status line without the version, header lines and body; empty says nothing at all. */
    String answer(Request request);
  }

  private final ServerSocket server;
  private final Script script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> callers = new CopyOnWriteArrayList<>();
  private final List<String> answers = new CopyOnWriteArrayList<>();
  private final List<Packet> packets = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();

  ScriptedCamera(Script script) throws IOException {
    this.script = script;
    this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  /** What most do: describe a picture, set up, play. */
  static String usual(Request request) {
    return switch (request.method) {
      case "DESCRIBE" -> described(VIDEO);
      case "SETUP" -> "200 OK\nSession: 42;timeout=60\nTransport: RTP/AVP/TCP;interleaved=0-1\n";
      default -> "200 OK\n";
    };
  }

  static String described(String sdp) {
    return "200 OK\nContent-Type: application/sdp\nContent-Length: %d\n\n%s"
        .formatted(sdp.length(), sdp);
  }

  int port() {
    return server.getLocalPort();
  }

  String url() {
    return "rtsp://127.0.0.1:" + port() + "/live";
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  List<Request> requests(String method) {
    return requests.stream().filter(request -> request.method.equals(method)).toList();
  }

  List<String> methods() {
    return requests.stream().map(Request::method).toList();
  }

  /** Connections that the other side has not closed. */
  int open() {
    return open.get();
  }

  int connections() {
    return callers.size();
  }

  /** Says something unasked, on the latest connection. */
  void say(String text) throws IOException {
    OutputStream out = callers.getLast().getOutputStream();
    synchronized (out) {
      out.write(text.getBytes(ISO_8859_1));
      out.flush();
    }
  }

  List<Packet> packets() {
    return List.copyOf(packets);
  }

  /** To what it asked itself: number and status. */
  List<String> answers() {
    return List.copyOf(answers);
  }

  private void serve() {
    try {
      while (true) {
        Socket caller = server.accept();
        callers.add(caller);
        open.incrementAndGet();
        int number = callers.size();
        Thread.ofVirtual().start(() -> converse(caller, number));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void converse(Socket caller, int number) {
    try (caller;
        var in = new DataInputStream(new BufferedInputStream(caller.getInputStream()))) {
      while (true) {
        int first = in.readUnsignedByte();
        if (first == '$') {
          int channel = in.readUnsignedByte();
          packets.add(new Packet(channel, ByteBuffer.wrap(in.readNBytes(in.readUnsignedShort()))));
        } else {
          message(caller, number, (char) first + line(in), in);
        }
      }
    } catch (IOException _) {
      // the caller left
    } finally {
      open.decrementAndGet();
    }
  }

  private void message(Socket caller, int number, String first, DataInputStream in)
      throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] both = line.split(": ", 2);
      headers.put(both[0].toLowerCase(Locale.ROOT), both[1]);
    }
    String[] words = first.split(" ", 2);
    if (words[0].startsWith("RTSP/")) {
      answers.add(headers.get("cseq") + " " + words[1]);
    } else {
      answer(caller, new Request(number, words[0], words[1].split(" ", 2)[0], headers));
    }
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

  private void answer(Socket caller, Request request) throws IOException {
    requests.add(request);
    String answer = script.answer(request);
    if (answer.isEmpty()) {
      return;
    }
    int line = answer.indexOf('\n') + 1;
    String text =
        "RTSP/1.0 "
            + answer.substring(0, line)
            + "CSeq: "
            + request.header("cseq")
            + "\n"
            + answer.substring(line);
    // A body brings its own empty line.
    OutputStream out = caller.getOutputStream();
    synchronized (out) {
      out.write((text.contains("\n\n") ? text : text + "\n").getBytes(ISO_8859_1));
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket caller : callers) {
      caller.close();
    }
  }
}
