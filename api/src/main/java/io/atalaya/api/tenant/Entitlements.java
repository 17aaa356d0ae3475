package io.atalaya.api.tenant;

/**
 * What a plan allows, or what holds for one tenant.
 *
 * @param maxConcurrentStreams slots of the whole tenant
 * @param maxConcurrentStreamsPerUser slots of one person
 * @param maxViewersPerCamera slots on one camera
 * @param maxSessionSeconds after which a session ends whatever happens
 * @param auditRetentionDays after which its audit may go
 */
public record Entitlements(
    int maxConcurrentStreams,
    int maxConcurrentStreamsPerUser,
    int maxViewersPerCamera,
    int maxCameras,
    int maxSessionSeconds,
    int auditRetentionDays) {
  /** Of each count. */
  public static final int MAX_COUNT = 1_000_000;

  public static final int MIN_SESSION_SECONDS = 60;

  /** A week. */
  public static final int MAX_SESSION_SECONDS = 604_800;

  /** The database keeps younger events whatever is asked of it. */
  public static final int MIN_AUDIT_RETENTION_DAYS = 92;

  /** Ten years. */
  public static final int MAX_AUDIT_RETENTION_DAYS = 3_650;

  /** Of a plan that does not say. */
  public static final int DEFAULT_AUDIT_RETENTION_DAYS = 400;
}
