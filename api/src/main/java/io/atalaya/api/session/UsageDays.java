package io.atalaya.api.session;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Use day by day, the oldest first. */
@Schema(name = "UsageDays")
public record UsageDays(List<UsageDay> items) {
  /** Days in one answer; retention is never shorter. */
  static final int MAX_DAYS = 92;

  private static final int DEFAULT_DAYS = 30;

  public UsageDays {
    items = List.copyOf(items);
  }

  /** From {@code first} to {@code last}, both included. */
  record Range(LocalDate first, LocalDate last) {
    /** Without {@code to} it ends today, without {@code from} it is thirty days long. */
    static Range of(@Nullable LocalDate from, @Nullable LocalDate to, LocalDate today) {
      LocalDate last = to == null ? today : to;
      if (last.isAfter(today)) {
        throw refused("to", "must not be after today, %s in UTC".formatted(today));
      }
      LocalDate first = from == null ? last.minusDays(DEFAULT_DAYS - 1L) : from;
      if (first.isAfter(last)) {
        throw refused("from", "must not be after to");
      }
      if (ChronoUnit.DAYS.between(first, last) >= MAX_DAYS) {
        throw refused("from", "must be at most %d days before to".formatted(MAX_DAYS - 1));
      }
      return new Range(first, last);
    }

    private static RuntimeException refused(String field, String message) {
      return new DomainError.Invalid(
              RequestErrorCode.VALIDATION_FAILED,
              field + " " + message,
              List.of(new Violation(field, message)))
          .toException();
    }
  }
}
