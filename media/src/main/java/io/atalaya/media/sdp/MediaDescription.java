package io.atalaya.media.sdp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One {@code m=} line and its attributes: the first format of it, which is the one that cameras
 * send.
 *
 * @param kind {@code video}, {@code audio}, {@code application}…
 * @param payloadType of the packets
 * @param encoding of {@code a=rtpmap}, in upper case; of a static payload type, its name by RFC
 *     3551
 * @param clockRate ticks in a second
 * @param channels 1 where nothing is said
 * @param parameters of {@code a=fmtp}, names in lower case
 * @param control where to set it up (RFC 2326, C.1.1)
 * @param sends whether the camera sends it: a back channel it does not
 */
public record MediaDescription(
    String kind,
    int payloadType,
    String encoding,
    int clockRate,
    int channels,
    Map<String, String> parameters,
    Optional<String> control,
    boolean sends) {

  private static final int MAX_CLOCK_RATE = 1_000_000;
  private static final int MAX_CHANNELS = 8;

  /** The static payload types that cameras use (RFC 3551, table 4 and 5). */
  private static final Map<Integer, List<String>> STATIC =
      Map.of(
          0, List.of("PCMU", "8000"),
          8, List.of("PCMA", "8000"),
          9, List.of("G722", "8000"),
          10, List.of("L16", "44100", "2"),
          11, List.of("L16", "44100"),
          14, List.of("MPA", "90000"),
          26, List.of("JPEG", "90000"),
          33, List.of("MP2T", "90000"));

  public MediaDescription {
    parameters = Map.copyOf(parameters);
  }

  /** A parameter of {@code a=fmtp} that is a number. */
  public OptionalInt number(String name) {
    try {
      String value = parameters.get(name);
      return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
    } catch (NumberFormatException _) {
      return OptionalInt.empty();
    }
  }

  /** Gathers the attributes of one {@code m=} line. */
  static final class Builder {
    private final String kind;
    private final int payloadType;
    private List<String> map;
    private final Map<String, String> parameters = new HashMap<>();
    private Optional<String> control = Optional.empty();
    private boolean sends = true;

    /** {@code video 0 RTP/AVP 96 97}. */
    Builder(String line) {
      String[] words = line.strip().split("\\s+", 5);
      kind = words[0].toLowerCase(Locale.ROOT);
      payloadType = words.length > 3 ? number(words[3], 127) : -1;
      map = STATIC.getOrDefault(payloadType, List.of("", "0"));
    }

    /** {@code rtpmap:96 H264/90000}, {@code fmtp:96 a=b; c=d}, {@code control:trackID=1}. */
    void attribute(String attribute) {
      int colon = attribute.indexOf(':');
      String name =
          (colon < 0 ? attribute : attribute.substring(0, colon)).toLowerCase(Locale.ROOT);
      String value = colon < 0 ? "" : attribute.substring(colon + 1).strip();
      switch (name) {
        case "rtpmap" -> ofMine(value).ifPresent(mine -> map = List.of(mine.split("/", 3)));
        case "fmtp" -> ofMine(value).ifPresent(this::parameters);
        case "control" -> control = Optional.of(value);
        case "recvonly" -> sends = true;
        case "sendonly" -> sends = !isAudioBackChannel();
        default -> {}
      }
    }

    /**
     * ONVIF (Streaming Specification, 5.3): what the client may send is marked {@code sendonly}.
     */
    private boolean isAudioBackChannel() {
      return kind.equals("audio");
    }

    private Optional<String> ofMine(String value) {
      String[] words = value.split("\\s+", 2);
      return payloadType >= 0 && words.length == 2 && number(words[0], 127) == payloadType
          ? Optional.of(words[1].strip())
          : Optional.empty();
    }

    private void parameters(String list) {
      for (String pair : list.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          parameters.put(
              pair.substring(0, equals).strip().toLowerCase(Locale.ROOT),
              pair.substring(equals + 1).strip());
        }
      }
    }

    MediaDescription built() {
      return new MediaDescription(
          kind,
          payloadType,
          map.getFirst().strip().toUpperCase(Locale.ROOT),
          map.size() > 1 ? Math.max(0, number(map.get(1).strip(), MAX_CLOCK_RATE)) : 0,
          map.size() > 2 ? Math.max(1, number(map.get(2).strip(), MAX_CHANNELS)) : 1,
          parameters,
          control,
          sends);
    }

    /** -1 for what is no number from 0 to {@code most}. */
    private static int number(String digits, int most) {
      try {
        int number = Integer.parseInt(digits);
        return number >= 0 && number <= most ? number : -1;
      } catch (NumberFormatException _) {
        return -1;
      }
    }
  }
}
