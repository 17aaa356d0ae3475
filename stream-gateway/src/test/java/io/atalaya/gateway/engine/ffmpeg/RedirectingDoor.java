package io.atalaya.gateway.engine.ffmpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A hostile camera: sends everybody who asks for its stream to another one, or talks nonsense and
 * hangs up.
 */
final class RedirectingDoor implements AutoCloseable {
  private final ServerSocket server;
  private final String location;

  /** Empty for nonsense. */
  RedirectingDoor(String location) throws IOException {
    this.location = location;
    this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  String url() {
    return "rtsp://127.0.0.1:" + server.getLocalPort() + "/live";
  }

  private void serve() {
    try {
      while (true) {
        Socket caller = server.accept();
        Thread.ofVirtual().start(() -> answer(caller));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void answer(Socket caller) {
    try (caller;
        var lines = new BufferedReader(new InputStreamReader(caller.getInputStream(), US_ASCII))) {
      if (location.isEmpty()) {
        caller.getOutputStream().write("220 mail.example.org ESMTP\r\n\r\n".getBytes(US_ASCII));
        return;
      }
      String sequence = "";
      String request = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        request = request.isEmpty() ? line : request;
        sequence = line.startsWith("CSeq") ? line : sequence;
        if (line.isEmpty()) {
          caller.getOutputStream().write(reply(request, sequence).getBytes(US_ASCII));
          request = "";
        }
      }
    } catch (IOException _) {
      // the caller left
    }
  }

  private String reply(String request, String sequence) {
    return request.startsWith("OPTIONS")
        ? "RTSP/1.0 200 OK\r\n" + sequence + "\r\nPublic: DESCRIBE\r\n\r\n"
        : "RTSP/1.0 302 Found\r\n" + sequence + "\r\nLocation: " + location + "\r\n\r\n";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
