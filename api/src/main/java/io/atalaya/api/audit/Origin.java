package io.atalaya.api.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who did it, and from where; the places are null outside of a request.
 *
 * @param clientAddress of the connection: behind a proxy, the proxy's
 * @param userAgent what the client calls itself, cleaned and cut
 */
public record Origin(
    Actor actor,
    @Nullable String clientAddress,
    @Nullable String userAgent,
    @Nullable String requestId) {

  /** Nobody's doing, in no request. */
  public static final Origin SYSTEM = new Origin(Actor.SYSTEM, null, null, null);
}
