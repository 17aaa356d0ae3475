package io.atalaya.api.webhook;

import org.jspecify.annotations.Nullable;

/**
 * What came of one try to deliver.
 *
 * @param status the receiver's answer; null when there was none
 * @param error why it does not count as delivered; null when it does
 * @param response how the answer's body begins
 */
record Attempt(
    @Nullable Integer status, @Nullable String error, @Nullable String response, int tookMillis) {
  private static final int GONE = 410;

  boolean isDelivered() {
    return error == null;
  }

  /** The receiver wants to hear nothing more, ever (Standard Webhooks). */
  boolean isGone() {
    return status != null && status == GONE;
  }

  static Attempt unanswered(String error, int tookMillis) {
    return new Attempt(null, error, null, tookMillis);
  }

  static Attempt answered(int status, String response, int tookMillis) {
    String error = null;
    if (status >= 300 && status < 400) {
      error = "answered %d: redirects are not followed".formatted(status);
    } else if (status < 200 || status >= 400) {
      error = "answered %d".formatted(status);
    }
    return new Attempt(status, error, response, tookMillis);
  }
}
