package io.atalaya.contract.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a camera's video comes from: {@code rtsp[s]://[user[:password]@]host[:port][/path][?query]}
 * (RFC 2326, 3.2; RFC 3986). Parsed once; nothing downstream handles the text again, so two parsers
 * can never disagree about its host. {@code toString} and {@link #masked()} hide the credentials.
 *
 * @param secure {@code rtsps}: RTSP inside TLS
 * @param credentials percent-decoded
 * @param host a name or an address literal; IPv6 without its brackets
 * @param port 1 to 65535
 * @param pathAndQuery as written; empty or beginning with {@code /} or {@code ?}
 */
public record SourceUrl(
    boolean secure, Optional<Credentials> credentials, String host, int port, String pathAndQuery) {
  private static final int MAX_CHARS = 2048;
  private static final int RTSP_PORT = 554;
  private static final int RTSPS_PORT = 322;

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException with a message for the caller that never repeats the text
   */
  public static SourceUrl parse(String text) {
    check(!text.isBlank(), "must not be blank");
    check(text.length() <= MAX_CHARS, "must be at most " + MAX_CHARS + " characters");
    check(text.chars().allMatch(c -> c > 0x20 && c < 0x7f), "must be printable ASCII, no spaces");
    String lower = text.toLowerCase(Locale.ROOT);
    boolean secure = lower.startsWith("rtsps://");
    check(secure || lower.startsWith("rtsp://"), "scheme must be rtsp or rtsps");
    String rest = text.substring(text.indexOf("://") + 3);
    check(rest.indexOf('#') < 0, "must not have a fragment (write # in a password as %23)");
    int authorityEnd = firstOf(rest, '/', '?');
    String authority = rest.substring(0, authorityEnd);
    // The last @ ends the user part: cameras' passwords hold unescaped ones.
    int at = authority.lastIndexOf('@');
    HostPort address = HostPort.parse(authority.substring(at + 1), secure ? RTSPS_PORT : RTSP_PORT);
    return new SourceUrl(
        secure,
        at < 0 ? Optional.empty() : Optional.of(credentials(authority.substring(0, at))),
        address.host,
        address.port,
        rest.substring(authorityEnd));
  }

  /** The URL with its credentials, for the program that connects; never for a log. */
  public String revealed() {
    return text(credentials.map(SourceUrl::encoded).orElse(null), host);
  }

  /**
   * {@code rtsp://***:***@host/path}: what may be shown. The query may hold secrets and is hidden.
   */
  public String masked() {
    String shown = text(credentials.isPresent() ? "***:***" : null, host);
    int query = shown.indexOf('?');
    return query < 0 ? shown : shown.substring(0, query) + "?***";
  }

  /** The URL without credentials, at a checked address instead of its name. */
  public String at(String addressLiteral) {
    return text(null, addressLiteral);
  }

  @Override
  public String toString() {
    return masked();
  }

  private String text(@Nullable String userInfo, String atHost) {
    int defaultPort = secure ? RTSPS_PORT : RTSP_PORT;
    return (secure ? "rtsps://" : "rtsp://")
        + (userInfo == null ? "" : userInfo + "@")
        + (atHost.indexOf(':') >= 0 ? "[" + atHost + "]" : atHost)
        + (port == defaultPort ? "" : ":" + port)
        + pathAndQuery;
  }

  private static String encoded(Credentials credentials) {
    return percent(credentials.username()) + ":" + percent(credentials.password());
  }

  private static String percent(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static Credentials credentials(String userInfo) {
    int colon = userInfo.indexOf(':');
    return colon < 0
        ? new Credentials(decoded(userInfo), "")
        : new Credentials(
            decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1)));
  }

  private static String decoded(String text) {
    String plain;
    try {
      plain = URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      plain = text; // a bare % in a password that nobody escaped
    }
    check(plain.chars().noneMatch(Character::isISOControl), "credentials hold a control character");
    return plain;
  }

  private static int firstOf(String text, char a, char b) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == a || text.charAt(i) == b) {
        return i;
      }
    }
    return text.length();
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  private record HostPort(String host, int port) {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    /** The one spelling of an IPv4 address in a URL: RFC 3986, 3.2.2. */
    private static final String DOTTED_QUAD = OCTET + "(\\." + OCTET + "){3}";

    static HostPort parse(String text, int defaultPort) {
      int hostEnd = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
      if (hostEnd <= 0 && !text.startsWith("[")) {
        hostEnd = hostEnd == 0 ? 0 : text.length();
      }
      String host = text.substring(0, hostEnd);
      String after = text.substring(hostEnd);
      check(after.isEmpty() || after.startsWith(":"), "host and port are malformed");
      return new HostPort(host(host), after.isEmpty() ? defaultPort : port(after.substring(1)));
    }

    private static String host(String text) {
      if (text.startsWith("[")) {
        String inner = text.substring(1, text.length() - 1);
        check(inner.indexOf(':') >= 0 && inner.matches("[0-9A-Fa-f:.]+"), "host is malformed");
        return inner;
      }
      check(text.matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,252})"), "host is missing or malformed");
      check(!endsInNumber(text) || text.matches(DOTTED_QUAD), "host is a malformed IPv4 address");
      return text;
    }

    /**
     * Whether resolvers may take it for an address (WHATWG URL, "ends in a number"): {@code
     * 2130706433}, {@code 0x7f000001}, {@code 127.1} and {@code 0177.0.0.1} are all loopback to
     * some of them.
     */
    private static boolean endsInNumber(String text) {
      String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
      String last = name.substring(name.lastIndexOf('.') + 1);
      return last.matches("[0-9]+|0[xX][0-9A-Fa-f]*");
    }

    private static int port(String text) {
      check(text.matches("[0-9]{1,5}"), "port is malformed");
      int port = Integer.parseInt(text);
      check(port >= 1 && port <= 65_535, "port must be 1 to 65535");
      return port;
    }
  }
}
