package io.atalaya.api.health;

import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is true of a camera, is not, or cannot be told.
 *
 * @param reason a code
 * @param message for people
 * @param lastTransitionAt when the status became what it is
 * @param lastProbeAt when there was last evidence for a status; null while there never was
 * @param observedGeneration of the configuration it was seen with
 */
@Schema(name = "Condition")
public record Condition(
    Type type,
    Status status,
    String reason,
    String message,
    Instant lastTransitionAt,
    @Schema(nullable = true) @Nullable Instant lastProbeAt,
    long observedGeneration) {

  /** What it is about. */
  @Schema(
      name = "ConditionType",
      enumeration = {"Reachable", "Authenticated", "MediaFlowing", "ConfigApplied", "Flapping"})
  public enum Type {
    /** The camera answers the gateway. */
    REACHABLE("Reachable"),
    /** It takes our user name and password. */
    AUTHENTICATED("Authenticated"),
    MEDIA_FLOWING("MediaFlowing"),
    /** The gateway runs the configuration that is wanted. */
    CONFIG_APPLIED("ConfigApplied"),
    /** It goes up and down too often for its changes to mean anything. */
    FLAPPING("Flapping");

    private final String wire;

    Type(String wire) {
      this.wire = wire;
    }

    @Override
    public String toString() {
      return wire;
    }
  }

  /** Whether it is so. */
  @Schema(name = "ConditionStatus")
  public enum Status {
    TRUE,
    FALSE,
    UNKNOWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
