package io.atalaya.api.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** A sort key as an opaque word. Not secret and not signed: it only says where to go on reading. */
public final class Cursor {
  private static final int MAX_CHARS = 512;
  private static final String SEPARATOR = "\n";

  private Cursor() {}

  static String encode(List<String> key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join(SEPARATOR, key).getBytes(UTF_8));
  }

  static List<String> decode(String cursor, int parts) {
    if (cursor.length() > MAX_CHARS) {
      throw invalid();
    }
    try {
      var key =
          List.of(new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split(SEPARATOR, -1));
      // PostgreSQL takes no NUL in a text.
      if (key.size() != parts || key.stream().anyMatch(part -> part.indexOf('\0') >= 0)) {
        throw invalid();
      }
      return key;
    } catch (IllegalArgumentException _) {
      throw invalid();
    }
  }

  /** Refuses a part that is to be compared with UUIDs and is none. */
  public static void requireUuid(String part) {
    try {
      UUID.fromString(part);
    } catch (IllegalArgumentException _) {
      throw invalid();
    }
  }

  /** Refuses a part that is to be compared with times and is none. */
  public static void requireInstant(String part) {
    try {
      if (!TimeRange.isStorable(Instant.parse(part))) {
        throw invalid();
      }
    } catch (DateTimeParseException _) {
      throw invalid();
    }
  }

  private static DomainException invalid() {
    return new DomainError.Invalid(
            RequestErrorCode.VALIDATION_FAILED,
            "cursor is not one of ours",
            List.of(new Violation("cursor", "must be the nextCursor of the page before")))
        .toException();
  }
}
