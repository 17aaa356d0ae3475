package io.atalaya.api.tenant;

import org.jspecify.annotations.Nullable;

/**
 * What is to change about a tenant; null stays as it is.
 *
 * @param overrides all of them, as they shall be
 */
public record TenantChange(
    @Nullable String name, @Nullable String planId, @Nullable EntitlementOverrides overrides) {}
