package io.atalaya.media.rtsp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A way of signing in that a camera offers ({@code WWW-Authenticate}; RFC 7616, RFC 7617). */
public sealed interface Challenge {
  /** The password in the clear. */
  record Basic() implements Challenge {}

  /**
   * A hash of the password and what is asked for.
   *
   * @param withQop whether the answer counts requests ({@code qop="auth"})
   * @param stale the last answer was right but for its nonce
   */
  record Digest(
      Algorithm algorithm,
      String realm,
      String nonce,
      Optional<String> opaque,
      boolean withQop,
      boolean stale)
      implements Challenge {
    /** The same, to be answered with another nonce. */
    public Digest withNonce(String next) {
      return new Digest(algorithm, realm, next, opaque, withQop, false);
    }
  }

  /** Of the hash; best first. */
  enum Algorithm {
    SHA_256("SHA-256"),
    MD5("MD5");

    private final String label;

    Algorithm(String label) {
      this.label = label;
    }

    /** As headers and {@link java.security.MessageDigest} call it. */
    public String label() {
      return label;
    }
  }

  /** {@code name=value} or {@code name="quoted, \"value\""}. */
  Pattern PARAMETER =
      Pattern.compile("([A-Za-z0-9_-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,]*+))");

  Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

  /** A scheme that is followed by a parameter, or by nothing. */
  Pattern SCHEME =
      Pattern.compile("(?:^|,)\\s*(Basic|Digest)(?=\\s|,|$)", Pattern.CASE_INSENSITIVE);

  /** The best of all that is offered; empty when none is known here. */
  static Optional<Challenge> best(List<String> headers) {
    return headers.stream()
        .flatMap(header -> all(header).stream())
        .min(Comparator.comparingInt(Challenge::rank));
  }

  /** What {@code Authentication-Info} says is to be used next (RFC 7615, 3). */
  static Optional<String> nextNonce(String header) {
    return Optional.ofNullable(parameters(header).get("nextnonce"));
  }

  private static int rank(Challenge challenge) {
    return switch (challenge) {
      case Digest(Algorithm algorithm, _, _, _, _, _) ->
          switch (algorithm) {
            case SHA_256 -> 0;
            case MD5 -> 1;
          };
      case Basic _ -> 2;
    };
  }

  /** Several may stand in one header, with commas between them as between their parameters. */
  private static List<Challenge> all(String header) {
    var found = new ArrayList<Challenge>();
    // A realm may hold anything, a scheme's name too.
    String unquoted =
        QUOTED.matcher(header).replaceAll(quoted -> " ".repeat(quoted.group().length()));
    Matcher schemes = SCHEME.matcher(unquoted);
    int at = schemes.find() ? schemes.start(1) : -1;
    while (at >= 0) {
      String scheme = schemes.group(1);
      int from = schemes.end(1);
      at = schemes.find() ? schemes.start(1) : -1;
      String parameters = header.substring(from, at < 0 ? header.length() : at);
      if (scheme.equalsIgnoreCase("basic")) {
        found.add(new Basic());
      } else {
        digest(parameters).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> values = new HashMap<>();
    Matcher parameter = PARAMETER.matcher(text);
    while (parameter.find()) {
      String quoted = parameter.group(2);
      values.put(
          parameter.group(1).toLowerCase(Locale.ROOT),
          quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
    }
    return values;
  }

  private static Optional<Challenge> digest(String text) {
    Map<String, String> values = parameters(text);
    String named = values.getOrDefault("algorithm", Algorithm.MD5.label());
    String nonce = values.get("nonce");
    if (nonce == null) {
      return Optional.empty();
    }
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm.label().equalsIgnoreCase(named)) {
        return Optional.of(
            new Digest(
                algorithm,
                values.getOrDefault("realm", ""),
                nonce,
                Optional.ofNullable(values.get("opaque")),
                List.of(values.getOrDefault("qop", "").split("[,\\s]+", -1)).contains("auth"),
                values.getOrDefault("stale", "").equalsIgnoreCase("true")));
      }
    }
    return Optional.empty();
  }
}
