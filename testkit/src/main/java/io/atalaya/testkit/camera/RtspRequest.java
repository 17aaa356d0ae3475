package io.atalaya.testkit.camera;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request of RFC 2326 section 6; its body has been read and dropped.
 *
 * @param method as sent, known or not
 * @param uri as sent
 * @param headers by lower-case name; of a repeated one, the first
 */
record RtspRequest(String method, String uri, Map<String, String> headers) {
  RtspRequest {
    headers = Map.copyOf(headers);
  }

  Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /** The id in the Session header, without its parameters. */
  Optional<String> sessionId() {
    return header("session").map(value -> value.split(";", 2)[0].strip());
  }

  /** The sequence number; empty where it is missing or no number. */
  OptionalInt cseq() {
    String value = headers.getOrDefault("cseq", "");
    return value.matches("\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(value))
        : OptionalInt.empty();
  }

  /**
   * The path of the URI without its slashes at both ends and without a query: {@code acme/lobby} of
   * {@code rtsp://host:554/acme/lobby/?x}. Empty for {@code *}.
   */
  String path() {
    String rest = uri;
    int scheme = rest.indexOf("://");
    if (scheme >= 0) {
      int slash = rest.indexOf('/', scheme + 3);
      rest = slash < 0 ? "" : rest.substring(slash);
    }
    rest = rest.equals("*") ? "" : rest.split("[?#]", 2)[0];
    int from = 0;
    int to = rest.length();
    while (from < to && rest.charAt(from) == '/') {
      from++;
    }
    while (to > from && rest.charAt(to - 1) == '/') {
      to--;
    }
    return rest.substring(from, to);
  }
}
