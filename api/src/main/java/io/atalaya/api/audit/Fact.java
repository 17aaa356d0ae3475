package io.atalaya.api.audit;

import io.atalaya.contract.id.CameraId;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened.
 *
 * @param action {@code thing.verb}, lower_snake
 * @param subject what it happened to, {@code kind/id}
 * @param user whom it concerns, who need not be the one who did it
 * @param details what else is worth knowing, as JSON; small
 */
public record Fact(
    String action,
    String subject,
    @Nullable CameraId camera,
    @Nullable UUID user,
    @Nullable String reason,
    Map<String, Object> details) {
  public Fact {
    details = Map.copyOf(details);
  }
}
