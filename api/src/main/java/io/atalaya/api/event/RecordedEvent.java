package io.atalaya.api.event;

import io.atalaya.contract.id.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it was told.
 *
 * @param tenant null when it concerns the platform only
 * @param at by the database's clock
 * @param viewer whom it is about, when it is one person's business
 * @param data JSON, an object
 */
public record RecordedEvent(
    Position position,
    UUID id,
    @Nullable TenantId tenant,
    Instant at,
    String type,
    @Nullable UUID viewer,
    String data) {}
