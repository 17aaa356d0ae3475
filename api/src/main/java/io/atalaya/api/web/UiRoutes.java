package io.atalaya.api.web;

import io.atalaya.api.platform.Settings;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;

/**
 * Serves the two single-page UIs from the {@code ui} jar: a path that names no file is the page
 * itself, whose router reads the address. The content security policy lets scripts come from here
 * only, and media from the gateway. Runs on event loops.
 */
@Singleton
final class UiRoutes {
  private static final List<String> UIS = List.of("/portal", "/admin");
  private static final int BEFORE_STATIC_FILES = -100;

  private final String contentSecurityPolicy;

  UiRoutes(Settings settings) {
    String gateway = origin(settings.gatewayPublicUrl().orElse(settings.gatewayUrl()));
    this.contentSecurityPolicy =
        String.join(
            "; ",
            "default-src 'self'",
            "script-src 'self'",
            // The component library sets styles on elements.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' " + gateway,
            // Media Source Extensions play from a blob, native players from the gateway itself.
            "media-src 'self' blob: " + gateway,
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'");
  }

  void routes(@Observes Router router) {
    router
        .route("/")
        .order(BEFORE_STATIC_FILES)
        .method(HttpMethod.GET)
        .handler(context -> redirect(context, "/portal/"));
    for (String ui : UIS) {
      router
          .route(ui + "*")
          .order(BEFORE_STATIC_FILES)
          .method(HttpMethod.GET)
          .method(HttpMethod.HEAD)
          .handler(context -> serve(context, ui));
    }
  }

  private void serve(RoutingContext context, String ui) {
    String path = context.normalizedPath();
    if (path.equals(ui)) {
      redirect(context, ui + "/");
      return;
    }
    if (!path.startsWith(ui + "/")) {
      context.next();
      return;
    }
    headers(context.response(), path.startsWith(ui + "/assets/"));
    String page = ui + "/index.html";
    if (path.equals(page) || isFile(path)) {
      context.next();
    } else {
      context.reroute(page);
    }
  }

  /** Every file the build makes has an extension, and no address of the UIs has. */
  private static boolean isFile(String path) {
    return path.indexOf('.', path.lastIndexOf('/')) >= 0;
  }

  private void headers(HttpServerResponse response, boolean isNamedByContent) {
    response
        .putHeader("Content-Security-Policy", contentSecurityPolicy)
        .putHeader("Referrer-Policy", "same-origin")
        .putHeader(
            "Cache-Control", isNamedByContent ? "public, immutable, max-age=31536000" : "no-cache");
  }

  private static void redirect(RoutingContext context, String to) {
    context.response().setStatusCode(302).putHeader("Location", to).end();
  }

  private static String origin(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority();
  }
}
