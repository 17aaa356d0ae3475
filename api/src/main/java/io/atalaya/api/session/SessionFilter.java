package io.atalaya.api.session;

import io.atalaya.contract.id.CameraId;
import java.util.Optional;
import java.util.UUID;

/** Which sessions a list shows. */
record SessionFilter(
    Optional<SessionPhase> phase, Optional<CameraId> camera, Optional<UUID> user) {}
