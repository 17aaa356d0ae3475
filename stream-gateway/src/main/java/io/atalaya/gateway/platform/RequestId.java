package io.atalaya.gateway.platform;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that ties an answer to our log: taken from the caller if it is harmless, else made. */
final class RequestId {
  static final String HEADER = "X-Request-Id";
  private static final String KEY = LogFields.REQUEST;
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private RequestId() {}

  static String of(RoutingContext context) {
    String known = context.get(KEY);
    if (known != null) {
      return known;
    }
    String id = accepted(context.request().getHeader(HEADER));
    context.put(KEY, id);
    return id;
  }

  private static String accepted(@Nullable String given) {
    return given != null && HARMLESS.matcher(given).matches()
        ? given
        : UUID.randomUUID().toString();
  }
}
