package io.atalaya.testkit.camera;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A small blocking client that says exactly what a test wants it to say. Reads wait 10 s at most.
 */
final class RtspTestClient implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;
  private final ArrayDeque<Packet> packets = new ArrayDeque<>();
  private int cseq;

  record Response(int status, Map<String, String> headers, String body) {
    String session() {
      return headers.get("session").split(";", 2)[0];
    }
  }

  /** An interleaved packet. */
  record Packet(int channel, ByteBuffer bytes) {
    boolean isMarked() {
      return (bytes.get(1) & 0x80) != 0;
    }

    int sequence() {
      return bytes.getShort(2) & 0xffff;
    }

    long timestamp() {
      return Integer.toUnsignedLong(bytes.getInt(4));
    }
  }

  RtspTestClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  int localPort() {
    return socket.getLocalPort();
  }

  Response request(String method, String uri, String... headers) throws IOException {
    var text = new StringBuilder(method + " " + uri + " RTSP/1.0\r\nCSeq: " + ++cseq + "\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return raw(text.append("\r\n").toString());
  }

  Response raw(String text) throws IOException {
    send(text);
    return response();
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** Sets up the first track interleaved and plays it; returns the answer to PLAY. */
  Response play(String uri) throws IOException {
    Response setup =
        request("SETUP", uri + "/track1", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1");
    if (setup.status() != 200) {
      return setup;
    }
    return request("PLAY", uri, "Session: " + setup.session());
  }

  Response response() throws IOException {
    while (true) {
      int first = in.readUnsignedByte();
      if (first != '$') {
        return response((char) first + line());
      }
      packets.add(packet());
    }
  }

  private Response response(String statusLine) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] parts = line.split(":", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), ISO_8859_1);
    return new Response(Integer.parseInt(statusLine.split(" ", 3)[1]), headers, body);
  }

  /** The next interleaved packet; answers to requests must have been read. */
  Packet nextPacket() throws IOException {
    if (!packets.isEmpty()) {
      return packets.remove();
    }
    int first = in.readUnsignedByte();
    if (first != '$') {
      throw new IOException("no interleaved packet: " + first);
    }
    return packet();
  }

  private Packet packet() throws IOException {
    int channel = in.readUnsignedByte();
    byte[] bytes = in.readNBytes(in.readUnsignedShort());
    return new Packet(channel, ByteBuffer.wrap(bytes));
  }

  /** Reads on until the server closes; true for an orderly end, false for a reset. */
  boolean endsInOrder() throws IOException {
    try {
      while (true) {
        in.readByte();
      }
    } catch (EOFException e) {
      return true;
    } catch (java.net.SocketException e) {
      return false;
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
