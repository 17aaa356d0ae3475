package io.atalaya.media.rtsp;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Header fields; names in lower case, each with its values in order.
 *
 * @param fields by name
 */
public record RtspHeaders(Map<String, List<String>> fields) {
  public RtspHeaders {
    fields = Map.copyOf(fields);
  }

  /** The first value of a field. */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** All values of a field that may come several times. */
  public List<String> all(String name) {
    return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }
}
