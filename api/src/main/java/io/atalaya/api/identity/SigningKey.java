package io.atalaya.api.identity;

import java.time.Instant;
import java.util.Locale;

/**
 * A key that signs our tokens, as the operator sees it.
 *
 * @param signsFrom when it became, or becomes, the one that signs
 */
public record SigningKey(String kid, State state, Instant createdAt, Instant signsFrom) {
  /** Where a key is in its life. */
  public enum State {
    /** Published, so that gateways know it before it signs. */
    NEXT,
    /** Signs. */
    CURRENT,
    /** Signs no more; still published for the tokens that it signed. */
    RETIRED;

    /** The spelling on the wire. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
