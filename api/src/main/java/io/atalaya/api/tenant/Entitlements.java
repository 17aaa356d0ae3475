package io.atalaya.api.tenant;

/**
 * What a plan allows.
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
    int maxSessionSeconds) {}
