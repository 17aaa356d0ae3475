package io.atalaya.api.platform;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param limit items, 1 to {@link #MAX_LIMIT}
 * @param after the sort key the page starts after; empty for the first page
 */
public record PageRequest(int limit, List<String> after) {
  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 200;

  public PageRequest {
    after = List.copyOf(after);
  }

  /**
   * Reads the query parameters {@code limit} and {@code cursor}; both may be missing.
   *
   * @param keyParts how many strings the list's sort key has
   */
  public static PageRequest of(@Nullable Integer limit, @Nullable String cursor, int keyParts) {
    int wanted = limit == null ? DEFAULT_LIMIT : limit;
    if (wanted < 1 || wanted > MAX_LIMIT) {
      throw new DomainError.Invalid(
              RequestErrorCode.VALIDATION_FAILED,
              "limit must be between 1 and " + MAX_LIMIT,
              List.of(new Violation("limit", "must be between 1 and " + MAX_LIMIT)))
          .toException();
    }
    return new PageRequest(wanted, cursor == null ? List.of() : Cursor.decode(cursor, keyParts));
  }

  /** What a store's {@code limit} must be: one more, to see whether there is a next page. */
  public int rowsToRead() {
    return limit + 1;
  }

  /** Part {@code index} of the key to start after, or {@code first} when this is the first page. */
  public String afterOr(int index, String first) {
    return after.isEmpty() ? first : after.get(index);
  }
}
