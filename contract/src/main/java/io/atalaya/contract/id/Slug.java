package io.atalaya.contract.id;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import java.util.List;

/** The grammar of every id that a caller chooses: {@code [a-z0-9][a-z0-9-]{0,62}}. */
final class Slug {
  static final String GRAMMAR = "[a-z0-9][a-z0-9-]{0,62}";
  private static final int MAX_LENGTH = 63;

  private Slug() {}

  /** The value itself, or a {@code validation_failed} that names {@code field}. */
  static String checked(String field, String value) {
    if (!matches(value)) {
      throw new DomainError.Invalid(
              RequestErrorCode.VALIDATION_FAILED,
              "%s must match %s".formatted(field, GRAMMAR),
              List.of(new Violation(field, "must match " + GRAMMAR)))
          .toException();
    }
    return value;
  }

  /** By hand, because ids are parsed on every request and a regular expression allocates. */
  private static boolean matches(String value) {
    if (value.isEmpty() || value.length() > MAX_LENGTH || value.charAt(0) == '-') {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
        return false;
      }
    }
    return true;
  }
}
