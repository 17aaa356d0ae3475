package io.atalaya.api.session;

/**
 * The page of a session went away, and has a moment to come back: fired inside the transaction that
 * wrote it.
 *
 * @param session as it is now
 */
record SessionLeft(Session session) {}
