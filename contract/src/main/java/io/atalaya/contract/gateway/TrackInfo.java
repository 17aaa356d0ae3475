package io.atalaya.contract.gateway;

import org.jspecify.annotations.Nullable;

/**
 * One track of a live camera.
 *
 * @param codec as in a playlist's {@code CODECS} (RFC 6381), e.g. {@code avc1.64001f}
 * @param width pixels; null for audio
 * @param height pixels; null for audio
 * @param sampleRate Hz; null for video
 * @param channels null for video
 */
public record TrackInfo(
    TrackKind kind,
    String codec,
    @Nullable Integer width,
    @Nullable Integer height,
    @Nullable Integer sampleRate,
    @Nullable Integer channels) {}
