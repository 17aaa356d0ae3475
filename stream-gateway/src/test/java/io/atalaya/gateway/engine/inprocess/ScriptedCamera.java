package io.atalaya.gateway.engine.inprocess;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
  void say(byte[] bytes) throws IOException {
    OutputStream out = callers.getLast().getOutputStream();
    synchronized (out) {
      out.write(bytes);
    }
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
        var lines =
            new BufferedReader(new InputStreamReader(caller.getInputStream(), ISO_8859_1))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // What begins with a dollar is binary, and of no interest here.
        String text = line.contains(" RTSP/1.0") ? line : "";
        if (!text.isEmpty()) {
          answer(caller, request(number, text, lines));
        }
      }
    } catch (IOException _) {
      // the caller left
    } finally {
      open.decrementAndGet();
    }
  }

  private static Request request(int number, String first, BufferedReader lines)
      throws IOException {
    String[] words = first.substring(lastStart(first)).split(" ", 3);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
      String[] both = line.split(": ", 2);
      headers.put(both[0].toLowerCase(Locale.ROOT), both[1]);
    }
    return new Request(number, words[0], words[1], headers);
  }

  /** Where the method begins: bytes of a packet may stand before it. */
  private static int lastStart(String first) {
    int space = first.indexOf(" rtsp");
    int start = space;
    while (start > 0
        && (Character.isUpperCase(first.charAt(start - 1)) || first.charAt(start - 1) == '_')) {
      start--;
    }
    return Math.max(0, start);
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
