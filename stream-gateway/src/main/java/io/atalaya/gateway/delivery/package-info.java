/**
 * Serves media to viewers. A stream token opens a session ({@link
 * io.atalaya.gateway.delivery.PlaybackDoor}); from then on each URL carries a play key, and every
 * playlist, part and segment is looked up through the session it names ({@link
 * io.atalaya.gateway.delivery.LiveSessions}): there is no other way to a byte, so none leads from
 * one tenant's key to another's camera.
 */
@NullMarked
package io.atalaya.gateway.delivery;

import org.jspecify.annotations.NullMarked;
