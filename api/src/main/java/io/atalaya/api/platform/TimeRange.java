package io.atalaya.api.platform;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From {@code from} on and before {@code to}. */
public record TimeRange(Instant from, Instant to) {
  /** Later than any row of ours, and still a time to PostgreSQL. */
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /** Of the query parameters {@code from} and {@code to}; both may be missing. */
  public static TimeRange of(@Nullable Instant from, @Nullable Instant to) {
    var range = new TimeRange(from == null ? Instant.EPOCH : from, to == null ? LATEST : to);
    checked("from", range.from);
    checked("to", range.to);
    if (!range.from.isBefore(range.to)) {
      throw refused("to", "must be after from");
    }
    return range;
  }

  /** Of a query parameter that names a moment; it may be missing. */
  public static Optional<Instant> moment(String name, @Nullable Instant at) {
    return Optional.ofNullable(at).map(given -> checked(name, given));
  }

  private static Instant checked(String name, Instant at) {
    if (!isStorable(at)) {
      throw refused(name, "must be between 1970 and 9999");
    }
    return at;
  }

  /** Whether it can be compared with our rows. */
  static boolean isStorable(Instant at) {
    return !at.isBefore(Instant.EPOCH) && !at.isAfter(LATEST);
  }

  private static RuntimeException refused(String field, String message) {
    return new DomainError.Invalid(
            RequestErrorCode.VALIDATION_FAILED,
            field + " " + message,
            List.of(new Violation(field, message)))
        .toException();
  }
}
