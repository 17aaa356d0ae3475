package io.atalaya.api.identity;

import io.atalaya.contract.id.TenantId;
import java.util.Optional;
import java.util.UUID;

/**
 * Fired inside the transaction that changed what a person or a program may do.
 *
 * @param home the tenant they belong to; empty for people of the platform
 * @param userId the person, or the API key
 * @param role the role from now on; empty when they are out
 */
public record AccessChanged(Optional<TenantId> home, UUID userId, Optional<Role> role) {}
