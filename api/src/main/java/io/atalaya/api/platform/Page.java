package io.atalaya.api.platform;

import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param nextCursor null on the last page
 */
public record Page<T>(List<T> items, @Nullable @Schema(nullable = true) String nextCursor) {
  public Page {
    items = List.copyOf(items);
  }

  /**
   * Cuts a page out of what a store read.
   *
   * @param rows up to {@link PageRequest#rowsToRead()} of them: one more than the page has tells
   *     that there is a next page
   * @param key what the list is sorted by, as strings; the next page starts after it
   */
  public static <T> Page<T> of(List<T> rows, PageRequest request, Function<T, List<String>> key) {
    if (rows.size() <= request.limit()) {
      return new Page<>(rows, null);
    }
    List<T> items = rows.subList(0, request.limit());
    return new Page<>(items, Cursor.encode(key.apply(items.getLast())));
  }

  /** The same page of other things. */
  public <R> Page<R> map(Function<? super T, ? extends R> change) {
    return new Page<>(items.stream().<R>map(change).toList(), nextCursor);
  }
}
