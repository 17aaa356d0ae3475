package io.atalaya.api.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session whose row is locked, with what only the platform knows of it.
 *
 * @param tokenId of the token that may open playback; null before the first
 * @param spentBy the gateway run that came with it; null before that
 * @param at when it was locked, by the database's clock
 */
record LockedSession(Session session, @Nullable UUID tokenId, @Nullable UUID spentBy, Instant at) {}
