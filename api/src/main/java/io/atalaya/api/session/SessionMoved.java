package io.atalaya.api.session;

import org.jspecify.annotations.Nullable;

/**
 * A session came into another phase: fired inside the transaction that wrote it.
 *
 * @param from null when the session is new
 * @param session as it is now
 * @param byTime whether its time had run out, so that whoever caused the writing only noticed
 */
record SessionMoved(@Nullable SessionPhase from, Session session, boolean byTime) {}
