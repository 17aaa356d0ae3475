package io.atalaya.api.identity;

import io.atalaya.contract.error.DomainError;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Set;

/**
 * Keeps other sites from using a browser's cookie (CSRF), beside the cookie's SameSite=Strict. The
 * rule is that of Go's {@code http.CrossOriginProtection}: trust {@code Sec-Fetch-Site}, else
 * compare {@code Origin} with the host; a request with neither is not from a browser.
 */
public final class SameOrigin {
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private SameOrigin() {}

  /** {@code cross_site_request} when another site makes the browser change something. */
  public static void require(HttpServerRequest request) {
    if (!SAFE.contains(request.method()) && isFromAnotherSite(request)) {
      throw new DomainError.Forbidden(
              IdentityErrorCode.CROSS_SITE_REQUEST, "the request comes from another site")
          .toException();
    }
  }

  private static boolean isFromAnotherSite(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none");
    }
    String origin = request.getHeader("Origin");
    return origin != null && !isOurs(origin, request);
  }

  private static boolean isOurs(String origin, HttpServerRequest request) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return request.authority() != null && request.authority().toString().equals(authority);
    } catch (IllegalArgumentException notAnOrigin) {
      return false;
    }
  }
}
