package io.atalaya.api.platform;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Keeps the series of {@code http_server_requests} few, whoever asks for whatever. Their paths are
 * the routes' templates (application.properties), except where no route of ours has the method:
 * OPTIONS is answered for every path, and then the path would be the label.
 */
final class HttpLabels {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  /** What a caller may name, or {@code OTHER}. */
  static String method(String named) {
    return METHODS.contains(named) ? named : "OTHER";
  }

  @Produces
  @Singleton
  MeterFilter otherMethods() {
    return new MeterFilter() {
      @Override
      public Meter.Id map(Meter.Id id) {
        String method = id.getTag("method");
        return method == null || id.getTag("uri") == null || METHODS.contains(method)
            ? id
            : id.replaceTags(
                Tags.of(id.getTagsAsIterable()).and("method", "OTHER", "uri", "UNKNOWN"));
      }
    };
  }
}
