package io.atalaya.api.platform;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import io.atalaya.contract.id.SessionId;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads path and query parameters as our JSON spells them, enums in lower case. What is malformed
 * is a {@code validation_failed}; the framework's own answer would be a 404.
 */
@Provider
public final class WireParameters implements ParamConverterProvider {
  /** Four digits of a year, so that reckoning with it never leaves what can be reckoned. */
  private static final Pattern DAY_GRAMMAR = Pattern.compile("[12][0-9]{3}-[0-9]{2}-[0-9]{2}");

  @Override
  @SuppressWarnings("unchecked") // each converter is made for the very type that is asked for
  public <T> @Nullable ParamConverter<T> getConverter(
      Class<T> type, @Nullable Type generic, Annotation @Nullable [] annotations) {
    String name = nameOf(annotations);
    if (type == SessionId.class) {
      return (ParamConverter<T>) new Converter<>(SessionId::parse);
    }
    if (type == UUID.class) {
      return (ParamConverter<T>) new Converter<>(text -> uuid(name, text));
    }
    if (type == Integer.class) {
      return (ParamConverter<T>) new Converter<>(text -> integer(name, text));
    }
    if (type == Instant.class) {
      return (ParamConverter<T>) new Converter<>(text -> instant(name, text));
    }
    if (type == LocalDate.class) {
      return (ParamConverter<T>) new Converter<>(text -> date(name, text));
    }
    if (type == Long.class) {
      return (ParamConverter<T>) new Converter<>(text -> number(name, text));
    }
    return type.isEnum()
        ? new Converter<>(text -> word(name, type.getEnumConstants(), text))
        : null;
  }

  private static UUID uuid(String name, String text) {
    try {
      UUID uuid = UUID.fromString(text);
      // UUID.fromString also takes shortened groups; an id has one spelling.
      if (uuid.toString().equals(text)) {
        return uuid;
      }
    } catch (IllegalArgumentException notAnUuid) {
      // answered below, as any other bad spelling
    }
    throw invalid(name, "must be a UUID in lower case");
  }

  private static Integer integer(String name, String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException _) {
      throw invalid(name, "must be a whole number");
    }
  }

  private static Instant instant(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw invalid(name, "must be a time like 2026-01-31T12:00:00Z");
    }
  }

  private static LocalDate date(String name, String text) {
    if (DAY_GRAMMAR.matcher(text).matches()) {
      try {
        return LocalDate.parse(text);
      } catch (DateTimeParseException noSuchDay) {
        // answered below, as any other bad spelling
      }
    }
    throw invalid(name, "must be a day like 2026-01-31");
  }

  private static Long number(String name, String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException _) {
      throw invalid(name, "must be a whole number");
    }
  }

  private static <T> T word(String name, T[] words, String text) {
    return Arrays.stream(words)
        .filter(word -> word.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> {
          String all = Arrays.stream(words).map(Object::toString).collect(Collectors.joining(", "));
          return invalid(name, "must be one of " + all);
        });
  }

  private static String nameOf(Annotation @Nullable [] annotations) {
    if (annotations != null) {
      for (Annotation annotation : annotations) {
        switch (annotation) {
          case PathParam path -> {
            return path.value();
          }
          case QueryParam query -> {
            return query.value();
          }
          case HeaderParam header -> {
            return header.value();
          }
          default -> {}
        }
      }
    }
    return "parameter";
  }

  private static DomainException invalid(String name, String message) {
    return new DomainError.Invalid(
            RequestErrorCode.VALIDATION_FAILED,
            name + " " + message,
            List.of(new Violation(name, message)))
        .toException();
  }

  private record Converter<T>(Function<String, T> reader) implements ParamConverter<T> {
    @Override
    public T fromString(String text) {
      return reader.apply(text);
    }

    @Override
    public String toString(T value) {
      return value.toString();
    }
  }
}
