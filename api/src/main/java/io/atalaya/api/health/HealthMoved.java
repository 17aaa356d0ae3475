package io.atalaya.api.health;

import io.atalaya.api.camera.CameraSummary;
import io.atalaya.api.event.EventType;
import io.atalaya.contract.id.StreamKey;
import java.time.Instant;

/**
 * What people are told of a camera: that it is another, or that it goes on and off.
 *
 * @param from what it was told to be before, or was found as
 * @param reason code of why it is so
 * @param since when it became what it is
 */
record HealthMoved(
    StreamKey key,
    EventType type,
    CameraSummary from,
    CameraSummary to,
    String reason,
    String message,
    Instant since) {}
