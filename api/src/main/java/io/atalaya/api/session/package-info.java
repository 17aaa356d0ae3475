/**
 * Viewing sessions: one person watching one camera, and the slot of the plan that it holds.
 *
 * <p>{@link io.atalaya.api.session.Sessions} is the door. What may happen to a session is one pure
 * function, {@link io.atalaya.api.session.SessionDecision#decide}, printed as {@code
 * docs/ref/session-states.md}. Invariants: slots are counted, never kept as a number; a lapsed
 * lease holds no slot whether or not anybody noticed; what is over never comes back; every change
 * of a tenant's sessions that takes a slot happens under that tenant's row lock and by the
 * database's clock.
 */
@NullMarked
package io.atalaya.api.session;

import org.jspecify.annotations.NullMarked;
