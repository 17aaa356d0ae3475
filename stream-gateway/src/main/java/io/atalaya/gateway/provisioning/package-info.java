/**
 * The gateway's contract with the api ({@link io.atalaya.gateway.provisioning.ProvisioningRoutes}):
 * which cameras run here, and how they are. Only callers with a service token get in; every camera
 * is named by tenant and camera.
 */
@NullMarked
package io.atalaya.gateway.provisioning;

import org.jspecify.annotations.NullMarked;
