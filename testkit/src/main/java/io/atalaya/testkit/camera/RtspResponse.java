package io.atalaya.testkit.camera;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A response of RFC 2326 section 7; immutable. */
record RtspResponse(RtspStatus status, List<String> headerLines, String body) {
  RtspResponse {
    headerLines = List.copyOf(headerLines);
  }

  static RtspResponse of(RtspStatus status) {
    return new RtspResponse(status, List.of(), "");
  }

  static RtspResponse ok() {
    return of(RtspStatus.OK);
  }

  RtspResponse header(String name, String value) {
    var lines = new ArrayList<>(headerLines);
    lines.add(name + ": " + value);
    return new RtspResponse(status, lines, body);
  }

  RtspResponse body(String contentType, String content) {
    return new RtspResponse(status, header("Content-Type", contentType).headerLines(), content);
  }

  /** The bytes on the wire, with the CSeq of the request where it had one. */
  byte[] encode(OptionalInt cseq) {
    var text = new StringBuilder("RTSP/1.0 ");
    text.append(status.code()).append(' ').append(status.phrase()).append("\r\n");
    cseq.ifPresent(number -> text.append("CSeq: ").append(number).append("\r\n"));
    text.append("Server: Atalaya camera simulator\r\n");
    headerLines.forEach(line -> text.append(line).append("\r\n"));
    byte[] content = body.getBytes(UTF_8);
    if (content.length > 0) {
      text.append("Content-Length: ").append(content.length).append("\r\n");
    }
    return text.append("\r\n").append(body).toString().getBytes(UTF_8);
  }
}
