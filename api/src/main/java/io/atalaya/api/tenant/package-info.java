/**
 * The customers of the platform and what they bought: {@link io.atalaya.api.tenant.Tenants}, {@link
 * io.atalaya.api.tenant.Plans}, and the ordered way out, {@link
 * io.atalaya.api.tenant.TenantTeardown}.
 *
 * <p>Invariants: a tenant's id is never used again, not even after its data is gone; what a tenant
 * may do is resolved in one place, {@link io.atalaya.api.tenant.Entitlements}. Who may call these
 * doors is asked in {@code web}, because {@code policy} stands to the right of here.
 */
@NullMarked
package io.atalaya.api.tenant;

import org.jspecify.annotations.NullMarked;
