package io.atalaya.testkit.camera;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes requests out of the bytes of one connection (RFC 2326 section 6), and skips what lies
 * between them: empty lines, and the client's RTCP in interleaved frames (section 10.12):
 *
 * <pre>
 * | '$' | channel: 8 bits | length: 16 bits | length bytes ...
 * </pre>
 *
 * Bounded: the head of a request has {@link #MAX_HEAD_BYTES} and {@link #MAX_HEADERS} at most, its
 * body {@link #MAX_BODY_BYTES}; bodies and interleaved frames are never held. One thread.
 */
final class RtspRequestParser {
  static final int MAX_HEAD_BYTES = 8192;
  static final int MAX_HEADERS = 64;
  static final int MAX_BODY_BYTES = 4096;

  private static final Pattern REQUEST_LINE =
      Pattern.compile("([A-Z_]{1,32}) (\\S{1,2048}) RTSP/(\\d\\.\\d)");
  private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+)\\s*:(.*)");

  private int bytesToSkip;
  private boolean sawInterleavedFrame;

  /**
   * The next whole request in {@code in}, which is consumed as far as it is understood.
   *
   * @param in what was received and not consumed yet, ready to be read; its capacity is {@link
   *     #MAX_HEAD_BYTES} at least
   * @return empty when more bytes are needed
   */
  Optional<RtspRequest> next(ByteBuffer in) throws MalformedRequestException {
    while (in.hasRemaining()) {
      byte first = in.get(in.position());
      if (bytesToSkip > 0) {
        int skipped = Math.min(bytesToSkip, in.remaining());
        in.position(in.position() + skipped);
        bytesToSkip -= skipped;
      } else if (first == '$') {
        if (in.remaining() < 4) {
          return Optional.empty();
        }
        bytesToSkip = 4 + (in.getShort(in.position() + 2) & 0xffff);
        sawInterleavedFrame = true;
      } else if (first == '\r' || first == '\n') {
        in.get();
      } else if (first >= 'A' && first <= 'Z') {
        return request(in);
      } else {
        throw bad("a request does not begin with byte " + (first & 0xff));
      }
    }
    return Optional.empty();
  }

  /** Whether the client sent an interleaved frame since this was asked last. */
  boolean takeSawInterleavedFrame() {
    boolean saw = sawInterleavedFrame;
    sawInterleavedFrame = false;
    return saw;
  }

  private Optional<RtspRequest> request(ByteBuffer in) throws MalformedRequestException {
    int headBytes = headBytes(in);
    if (headBytes < 0) {
      if (in.remaining() >= MAX_HEAD_BYTES) {
        throw bad("a head of more than " + MAX_HEAD_BYTES + " bytes");
      }
      return Optional.empty();
    }
    byte[] head = new byte[headBytes];
    in.get(head);
    RtspRequest request = parse(new String(head, ISO_8859_1));
    bytesToSkip = bodyBytes(request);
    return Optional.of(request);
  }

  /** Bytes up to and with the empty line; -1 when it is not there. A line may end with LF alone. */
  private static int headBytes(ByteBuffer in) {
    int lineStart = in.position();
    int end = Math.min(in.limit(), in.position() + MAX_HEAD_BYTES);
    for (int i = in.position(); i < end; i++) {
      if (in.get(i) == '\n') {
        boolean empty = i == lineStart || (i == lineStart + 1 && in.get(lineStart) == '\r');
        if (empty) {
          return i + 1 - in.position();
        }
        lineStart = i + 1;
      }
    }
    return -1;
  }

  private static RtspRequest parse(String head) throws MalformedRequestException {
    String[] lines = head.stripTrailing().split("\r?\n", -1);
    var requestLine = REQUEST_LINE.matcher(lines[0]);
    if (!requestLine.matches()) {
      throw bad("not a request line");
    }
    if (!requestLine.group(3).equals("1.0")) {
      throw new MalformedRequestException(
          RtspStatus.VERSION_NOT_SUPPORTED, "version " + requestLine.group(3));
    }
    if (lines.length - 1 > MAX_HEADERS) {
      throw bad("more than " + MAX_HEADERS + " headers");
    }
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      var header = HEADER.matcher(lines[i]);
      if (!header.matches()) {
        throw bad("line " + (i + 1) + " is not a header");
      }
      headers.putIfAbsent(header.group(1).toLowerCase(Locale.ROOT), header.group(2).strip());
    }
    return new RtspRequest(requestLine.group(1), requestLine.group(2), headers);
  }

  private static int bodyBytes(RtspRequest request) throws MalformedRequestException {
    String length = request.header("content-length").orElse("0");
    if (!length.matches("\\d{1,9}")) {
      throw bad("a Content-Length that is no number");
    }
    int bytes = Integer.parseInt(length);
    if (bytes > MAX_BODY_BYTES) {
      throw new MalformedRequestException(
          RtspStatus.REQUEST_ENTITY_TOO_LARGE, "a body of " + bytes + " bytes");
    }
    return bytes;
  }

  private static MalformedRequestException bad(String message) {
    return new MalformedRequestException(RtspStatus.BAD_REQUEST, message);
  }
}
