package io.atalaya.api.platform;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entity tags (RFC 9110, 8.8.3) over a row's version. */
public final class Etag {
  private Etag() {}

  /** The {@code ETag} of {@code version}, quotes included. */
  public static String of(long version) {
    return "\"" + version + "\"";
  }

  /**
   * Lets pass an edit without {@code If-Match}, or one whose {@code If-Match} names the current
   * version; else {@code precondition_failed}.
   */
  public static void requireMatch(@Nullable String ifMatch, long version) {
    if (ifMatch == null || ifMatch.strip().equals("*")) {
      return;
    }
    for (String tag : ifMatch.split(",", -1)) {
      if (tag.strip().equals(of(version))) {
        return;
      }
    }
    throw new DomainError.PreconditionFailed(
            RequestErrorCode.PRECONDITION_FAILED,
            "If-Match names another version than the current " + of(version),
            Map.of("current", of(version)))
        .toException();
  }
}
