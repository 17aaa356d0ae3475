package io.atalaya.api.identity;

import io.atalaya.contract.id.TenantId;
import java.time.Instant;
import java.util.UUID;

/** A program's credential, without its secret. */
public record ApiKey(UUID keyId, TenantId tenantId, String name, Role role, Instant createdAt) {}
