package io.atalaya.media.rtsp;

import java.util.Locale;
import java.util.Optional;

/**
 * What a camera made of {@code Transport} (RFC 2326, 12.39).
 *
 * @param interleaved channel of RTP; RTCP's is the next
 * @param serverPort of RTP, in UDP; RTCP's is the next
 */
public record TransportHeader(Optional<Integer> interleaved, Optional<Integer> serverPort) {

  /** Reads the header; what it does not say, or says badly, is empty. */
  public static TransportHeader parse(String value) {
    Optional<Integer> interleaved = Optional.empty();
    Optional<Integer> serverPort = Optional.empty();
    for (String part : value.split(",", 2)[0].split(";", -1)) {
      String lower = part.strip().toLowerCase(Locale.ROOT);
      if (lower.startsWith("interleaved=")) {
        interleaved = first(lower, 255);
      } else if (lower.startsWith("server_port=")) {
        serverPort = first(lower, 65_534).filter(port -> port > 0);
      }
    }
    return new TransportHeader(interleaved, serverPort);
  }

  /** {@code name=4-5} or {@code name=4}. */
  private static Optional<Integer> first(String pair, int most) {
    try {
      int number = Integer.parseInt(pair.substring(pair.indexOf('=') + 1).split("-", 2)[0].strip());
      return number >= 0 && number <= most ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
