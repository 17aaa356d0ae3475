package io.atalaya.api.tenant;

/**
 * What a plan allows, or what holds for one tenant.
 *
 * @param maxConcurrentStreams slots of the whole tenant
 * @param maxConcurrentStreamsPerUser slots of one person
 * @param maxViewersPerCamera slots on one camera
 * @param maxSessionSeconds after which a session ends whatever happens
 */
public record Entitlements(
    int maxConcurrentStreams,
    int maxConcurrentStreamsPerUser,
    int maxViewersPerCamera,
    int maxCameras,
    int maxSessionSeconds) {
  /** Of each count. */
  public static final int MAX_COUNT = 1_000_000;

  public static final int MIN_SESSION_SECONDS = 60;

  /** A week. */
  public static final int MAX_SESSION_SECONDS = 604_800;
}
