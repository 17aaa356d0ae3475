package io.atalaya.gateway.ingest;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.source.SourceUrl;

/**
 * One generation of a camera's configuration. {@code toString} shows no credentials.
 *
 * @param onDemand pull only while somebody watches
 * @param generation grows with each change
 */
public record CameraSettings(
    StreamKey key,
    SourceUrl source,
    Transport transport,
    EngineChoice engine,
    boolean onDemand,
    boolean audio,
    long generation) {}
