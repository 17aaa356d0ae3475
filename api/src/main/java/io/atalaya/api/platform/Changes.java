package io.atalaya.api.platform;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an edit changed, for a {@link Deed}: by field what it was and what it is, and of a secret
 * only that it changed. Not thread-safe.
 */
public final class Changes {
  private final Map<String, Object> byField = new LinkedHashMap<>();

  /** A field, if it changed; null is a value that is not there. */
  public Changes field(String name, @Nullable Object from, @Nullable Object to) {
    if (!Objects.equals(from, to)) {
      var change = new LinkedHashMap<String, Object>();
      put(change, "from", from);
      put(change, "to", to);
      byField.put(name, change);
    }
    return this;
  }

  /** All fields of a public record that holds no secret; from null when it is new. */
  public <R extends Record> Changes fields(@Nullable R from, R to) {
    for (RecordComponent component : to.getClass().getRecordComponents()) {
      field(
          component.getName(), from == null ? null : value(component, from), value(component, to));
    }
    return this;
  }

  /** A field whose values are nobody's business. */
  public Changes secret(String name, boolean changed) {
    if (changed) {
      byField.put(name, Map.of("secret", true));
    }
    return this;
  }

  /** {@code {"changes": {field: {from, to}}}}; empty fields when nothing changed. */
  public Map<String, Object> asDetails() {
    return Map.of("changes", Map.copyOf(byField));
  }

  private static void put(Map<String, Object> change, String name, @Nullable Object value) {
    if (value != null) {
      // Enums and ids are spelled as on the wire.
      boolean isJson =
          value instanceof Number
              || value instanceof Boolean
              || value instanceof Map
              || value instanceof List;
      change.put(name, isJson ? value : value.toString());
    }
  }

  private static @Nullable Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("only public records can be compared", e);
    }
  }
}
