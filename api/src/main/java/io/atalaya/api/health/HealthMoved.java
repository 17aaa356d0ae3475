package io.atalaya.api.health;

import io.atalaya.api.camera.CameraSummary;
import io.atalaya.contract.id.StreamKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A camera's state became another; fired inside the transaction that wrote it.
 *
 * @param from null when it had none: a state that is only found is no news
 * @param reason code of why it is so
 * @param news what people are to be told, damped
 * @param at by the database's clock
 */
public record HealthMoved(
    StreamKey key,
    @Nullable CameraSummary from,
    CameraSummary to,
    String reason,
    String message,
    News news,
    Instant at) {

  /** What people are to be told. */
  public enum News {
    /** Nothing: a step on the way, or one of too many changes. */
    NONE,
    WENT_DOWN,
    CAME_UP,
    /** Once, instead of each change. */
    BEGAN_FLAPPING
  }
}
