/**
 * The control loop: makes what gateways do what tenants want, and says how each camera is.
 *
 * <p>{@link io.atalaya.api.health.HealthLoop} takes what is due, {@link
 * io.atalaya.api.health.Syncs} brings one camera's sync from claim to row, for the loop, for people
 * in a hurry and right after a change. What is decided is decided purely: {@link
 * io.atalaya.api.health.HealthJudge} says what a look means, {@link
 * io.atalaya.api.health.Judgement} damps it, {@link io.atalaya.api.health.NextLook} says when the
 * next one is. Invariants: nothing depends on an event having arrived; two replicas never sync one
 * camera at once; a late result never overwrites a newer one; a gateway that does not answer makes
 * cameras unknown, never offline; a camera that nobody wants is removed from the gateway before its
 * row goes.
 */
@NullMarked
package io.atalaya.api.health;

import org.jspecify.annotations.NullMarked;
