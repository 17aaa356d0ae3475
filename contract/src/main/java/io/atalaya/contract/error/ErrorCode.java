package io.atalaya.contract.error;

import java.util.Locale;

/**
 * A stable code of an error answer: lower_snake, never renamed. Implemented by one enum per
 * feature, so that the set stays open while {@link DomainError} stays closed.
 */
public interface ErrorCode {
  /** The enum constant's own name. */
  String name();

  /** The code as programs see it, e.g. {@code camera_not_found}. */
  default String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
