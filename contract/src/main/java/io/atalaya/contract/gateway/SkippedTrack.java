package io.atalaya.contract.gateway;

/**
 * Something the camera has that is left out, while the rest goes on.
 *
 * @param reason a sentence for people
 */
public record SkippedTrack(TrackKind kind, String reason) {}
