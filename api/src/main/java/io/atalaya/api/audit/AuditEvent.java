package io.atalaya.api.audit;

import io.atalaya.contract.id.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact as it was written down.
 *
 * @param tenant null when it concerns none
 * @param at by the database's clock
 */
public record AuditEvent(
    UUID id, @Nullable TenantId tenant, Instant at, Fact fact, Origin origin) {}
