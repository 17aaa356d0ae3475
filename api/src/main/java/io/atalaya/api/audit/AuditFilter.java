package io.atalaya.api.audit;

import io.atalaya.api.platform.TimeRange;
import io.atalaya.contract.id.CameraId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events a list shows; null is any.
 *
 * @param user whom it concerns
 */
record AuditFilter(
    TimeRange at,
    @Nullable String action,
    @Nullable String subject,
    @Nullable CameraId camera,
    @Nullable UUID user) {}
