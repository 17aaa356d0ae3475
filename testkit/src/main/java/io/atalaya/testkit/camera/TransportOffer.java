package io.atalaya.testkit.camera;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** What a client offers in the Transport header of SETUP (RFC 2326 section 12.39). */
sealed interface TransportOffer {
  /**
   * RTP interleaved with RTSP.
   *
   * @param rtpChannel the first of two channels; empty where the server is to choose
   */
  record Interleaved(OptionalInt rtpChannel) implements TransportOffer {}

  /** Unicast RTP to these ports of the client. */
  record Datagrams(int rtpPort, int rtcpPort) implements TransportOffer {}

  /** Offers looked at in one header at most. */
  int MAX_OFFERS = 16;

  Pattern CHANNELS = Pattern.compile("interleaved=(\\d{1,3})(?:-\\d{1,3})?");
  Pattern PORTS = Pattern.compile("client_port=(\\d{1,5})(?:-(\\d{1,5}))?");

  /** The first of the header's offers that {@code accepted} allows; empty when there is none. */
  static Optional<TransportOffer> choose(String header, Set<MediaTransport> accepted) {
    for (String spec : header.split(",", MAX_OFFERS)) {
      Optional<TransportOffer> offer = parse(spec.strip(), accepted);
      if (offer.isPresent()) {
        return offer;
      }
    }
    return Optional.empty();
  }

  private static Optional<TransportOffer> parse(String spec, Set<MediaTransport> accepted) {
    String lower = spec.toLowerCase(java.util.Locale.ROOT);
    String profile = lower.split(";", 2)[0];
    if (lower.contains(";multicast") || lower.contains("mode=\"record\"")) {
      return Optional.empty();
    }
    return switch (profile) {
      case "rtp/avp/tcp" ->
          accepted.contains(MediaTransport.TCP) ? interleaved(lower) : Optional.empty();
      case "rtp/avp", "rtp/avp/udp" ->
          // Without "unicast", RFC 2326 means multicast.
          accepted.contains(MediaTransport.UDP) && lower.contains(";unicast")
              ? datagrams(lower)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<TransportOffer> interleaved(String spec) {
    var channels = CHANNELS.matcher(spec);
    if (!channels.find()) {
      return Optional.of(new Interleaved(OptionalInt.empty()));
    }
    int first = Integer.parseInt(channels.group(1));
    return first > 254 ? Optional.empty() : Optional.of(new Interleaved(OptionalInt.of(first)));
  }

  private static Optional<TransportOffer> datagrams(String spec) {
    var ports = PORTS.matcher(spec);
    if (!ports.find()) {
      return Optional.empty();
    }
    int rtp = Integer.parseInt(ports.group(1));
    int rtcp = ports.group(2) == null ? rtp + 1 : Integer.parseInt(ports.group(2));
    boolean valid = rtp > 0 && rtp <= 65535 && rtcp > 0 && rtcp <= 65535;
    return valid ? Optional.of(new Datagrams(rtp, rtcp)) : Optional.empty();
  }
}
