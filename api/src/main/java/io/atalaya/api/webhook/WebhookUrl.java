package io.atalaya.api.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a webhook is sent to: an absolute {@code https} or {@code http} URL without credentials.
 *
 * @param host a name or an address, without brackets
 * @param target path and query, as they stand in the request
 */
record WebhookUrl(String text, boolean tls, String host, int port, String target) {
  private static final int MAX_CHARS = 2_000;

  /** Reads one; throws {@link IllegalArgumentException} that says what is wrong with it. */
  static WebhookUrl parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException("is not a URL");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (text.length() > MAX_CHARS || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException(
          "must begin with https:// and have at most %d characters".formatted(MAX_CHARS));
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("must name a host, without credentials and fragment");
    }
    boolean tls = scheme.equals("https");
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new WebhookUrl(
        text,
        tls,
        uri.getHost().replaceAll("^\\[|]$", ""),
        uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80,
        uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
  }
}
