/**
 * The control loop: makes what gateways do what tenants want, and says how each camera is.
 *
 * <p>{@link io.atalaya.api.health.CameraSync} is one camera's sync, used by the loop, by people in
 * a hurry and right after a change; {@link io.atalaya.api.health.HealthJudge} judges what was seen,
 * purely. Invariants: nothing depends on an event having arrived; a late result never overwrites a
 * newer generation's; a gateway that does not answer makes cameras unknown, never offline; a camera
 * that nobody wants is removed from the gateway before its row goes.
 */
@NullMarked
package io.atalaya.api.health;

import org.jspecify.annotations.NullMarked;
