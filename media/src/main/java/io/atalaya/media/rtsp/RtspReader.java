package io.atalaya.media.rtsp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes apart what comes from a camera over one connection: answers and requests, and between them,
 * in any order, interleaved packets (RFC 2326, 10.12).
 *
 * <pre>
 *   '$' channel(8) length(16) bytes      or      a line, header lines, an empty line, a body
 * </pre>
 *
 * <p>Some firmwares send junk between two packets when a buffer of theirs ran over: after at least
 * one packet came, bytes that begin neither are passed over, up to a bound. Not thread-safe.
 */
public final class RtspReader {
  /** Of a whole header. */
  public static final int MAX_HEADER_BYTES = 16 * 1024;

  public static final int MAX_BODY_BYTES = 64 * 1024;
  static final int MAX_HEADERS = 64;

  /** Junk of one stretch: two of the largest packets. */
  static final int MAX_JUNK_BYTES = 2 * 65_536;

  private static final int FRAME_HEADER_BYTES = 4;
  private static final String RESPONSE = "RTSP/1.";
  private static final String REQUEST = " RTSP/1.";

  private final Sink sink;
  private long position;
  private int junk;
  private long junkTotal;
  private boolean sawPacket;

  /** Takes what is found, on the thread that brings bytes. */
  public interface Sink {
    /** The bytes are the reader's, and only until this returns. */
    void packet(int channel, ByteBuf bytes, int index, int length);

    void response(RtspResponse response);

    /** A camera may ask too (OPTIONS, ANNOUNCE, TEARDOWN). */
    void request(String method, RtspHeaders headers);
  }

  public RtspReader(Sink sink) {
    this.sink = sink;
  }

  /**
   * Takes all that is whole and leaves the rest unread; give it again with more behind it.
   *
   * @throws MalformedRtspException after which the connection is of no more use
   */
  public void read(ByteBuf bytes) throws MalformedRtspException {
    while (bytes.isReadable()) {
      int before = bytes.readerIndex();
      boolean whole = next(bytes);
      position += bytes.readerIndex() - before;
      if (!whole) {
        return;
      }
    }
  }

  /** Bytes that were passed over. */
  public long junkBytes() {
    return junkTotal;
  }

  private boolean next(ByteBuf bytes) throws MalformedRtspException {
    int first = bytes.getByte(bytes.readerIndex());
    if (first == '$') {
      return packet(bytes);
    }
    if (first == '\r' || first == '\n') {
      bytes.skipBytes(1);
      return true;
    }
    if (first >= 'A' && first <= 'Z' && looksLikeText(bytes)) {
      return message(bytes);
    }
    return junk(bytes);
  }

  private boolean packet(ByteBuf bytes) {
    if (bytes.readableBytes() < FRAME_HEADER_BYTES) {
      return false;
    }
    int at = bytes.readerIndex();
    int length = bytes.getUnsignedShort(at + 2);
    if (bytes.readableBytes() < FRAME_HEADER_BYTES + length) {
      return false;
    }
    sawPacket = true;
    junk = 0;
    sink.packet(bytes.getUnsignedByte(at + 1), bytes, at + FRAME_HEADER_BYTES, length);
    bytes.readerIndex(at + FRAME_HEADER_BYTES + length);
    return true;
  }

  /** A method or a version: capitals, and what stands between them. */
  private static boolean looksLikeText(ByteBuf bytes) {
    int end = Math.min(bytes.writerIndex(), bytes.readerIndex() + RESPONSE.length());
    for (int i = bytes.readerIndex(); i < end; i++) {
      int c = bytes.getByte(i);
      if (c == ' ') {
        return true;
      }
      boolean text = (c >= 'A' && c <= 'Z') || c == '_' || c == '/' || c == '.' || c == '1';
      if (!text) {
        return false;
      }
    }
    return true;
  }

  private boolean junk(ByteBuf bytes) throws MalformedRtspException {
    int dollar = bytes.indexOf(bytes.readerIndex() + 1, bytes.writerIndex(), (byte) '$');
    int end = dollar < 0 ? bytes.writerIndex() : dollar;
    int count = end - bytes.readerIndex();
    junk += count;
    junkTotal += count;
    if (!sawPacket || junk > MAX_JUNK_BYTES) {
      throw new MalformedRtspException("neither a message nor a packet", position);
    }
    bytes.readerIndex(end);
    return true;
  }

  private boolean message(ByteBuf bytes) throws MalformedRtspException {
    int start = bytes.readerIndex();
    int end = headerEnd(bytes);
    if (end < 0) {
      if (bytes.readableBytes() > MAX_HEADER_BYTES) {
        throw new MalformedRtspException("a header over " + MAX_HEADER_BYTES + " bytes", position);
      }
      return false;
    }
    if (end - start > MAX_HEADER_BYTES) {
      throw new MalformedRtspException("a header over " + MAX_HEADER_BYTES + " bytes", position);
    }
    List<String> lines = bytes.toString(start, end - start, UTF_8).lines().toList();
    RtspHeaders headers = headers(lines);
    int bodyBytes = contentLength(headers);
    if (bytes.writerIndex() - end < bodyBytes) {
      return false;
    }
    String body = bytes.toString(end, bodyBytes, UTF_8);
    bytes.readerIndex(end + bodyBytes);
    junk = 0;
    if (lines.getFirst().startsWith(RESPONSE)) {
      sink.response(response(lines.getFirst(), headers, body));
    } else if (lines.getFirst().contains(REQUEST)) {
      sink.request(lines.getFirst().split(" ", 2)[0], headers);
    } else {
      throw new MalformedRtspException("a message of another protocol", position);
    }
    return true;
  }

  /** Behind the empty line; -1 while there is none. Lines may end in LF alone. */
  private static int headerEnd(ByteBuf bytes) {
    int last = Math.min(bytes.writerIndex(), bytes.readerIndex() + MAX_HEADER_BYTES + 2);
    int at = bytes.readerIndex();
    while (true) {
      int line = bytes.indexOf(at, last, (byte) '\n');
      if (line < 0) {
        return -1;
      }
      int length = line - at;
      if (length == 0 || (length == 1 && bytes.getByte(at) == '\r')) {
        return line + 1;
      }
      at = line + 1;
    }
  }

  private RtspHeaders headers(List<String> lines) throws MalformedRtspException {
    if (lines.size() > MAX_HEADERS) {
      throw new MalformedRtspException("over " + MAX_HEADERS + " header lines", position);
    }
    Map<String, List<String>> fields = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields
            .computeIfAbsent(
                line.substring(0, colon).strip().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
    }
    return new RtspHeaders(fields);
  }

  private int contentLength(RtspHeaders headers) throws MalformedRtspException {
    String length = headers.first("content-length").orElse("0");
    try {
      int bytes = Integer.parseInt(length);
      if (bytes >= 0 && bytes <= MAX_BODY_BYTES) {
        return bytes;
      }
    } catch (NumberFormatException _) {
      // Told below, as any other length that cannot be.
    }
    throw new MalformedRtspException("a body of '" + bounded(length) + "' bytes", position);
  }

  /** {@code RTSP/1.0 200 OK}. */
  private RtspResponse response(String line, RtspHeaders headers, String body)
      throws MalformedRtspException {
    String[] words = line.split(" +", 3);
    if (words.length < 2 || !words[1].matches("[1-5][0-9]{2}")) {
      throw new MalformedRtspException("no status in '" + bounded(line) + "'", position);
    }
    return new RtspResponse(
        Integer.parseInt(words[1]), words.length > 2 ? words[2].strip() : "", headers, body);
  }

  private static String bounded(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80);
  }
}
