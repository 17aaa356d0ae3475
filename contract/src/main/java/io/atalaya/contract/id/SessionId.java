package io.atalaya.contract.id;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import java.util.List;
import java.util.UUID;

/** One person watching one camera. Made by the api, never by a caller. */
public record SessionId(UUID value) {

  /** Reads the canonical form of 36 characters; anything else is a {@code validation_failed}. */
  public static SessionId parse(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      // UUID.fromString also takes shortened groups ("1-2-3-4-5"); an id has one spelling.
      if (uuid.toString().equals(text)) {
        return new SessionId(uuid);
      }
    } catch (IllegalArgumentException notAnUuid) {
      // answered below, as any other bad spelling
    }
    throw new DomainError.Invalid(
            RequestErrorCode.VALIDATION_FAILED,
            "sessionId must be a UUID in lower case",
            List.of(new Violation("sessionId", "must be a UUID in lower case")))
        .toException();
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
