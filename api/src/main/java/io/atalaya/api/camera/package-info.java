/**
 * Cameras: what a tenant wants to be pulled, and from where.
 *
 * <p>{@link io.atalaya.api.camera.Cameras} is the door. Invariants: a camera is named by tenant and
 * id together; its source is sealed at rest and never read back in clear by a caller; its
 * generation grows with every change a gateway must see, its version with every change at all; a
 * deleted camera is nobody's any more, but its row stays until the gateway has let go of it.
 */
@NullMarked
package io.atalaya.api.camera;

import org.jspecify.annotations.NullMarked;
