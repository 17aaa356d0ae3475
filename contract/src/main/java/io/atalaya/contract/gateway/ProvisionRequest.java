package io.atalaya.contract.gateway;

import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /v1/tenants/{tenantId}/cameras/{cameraId}}: pull this camera, as of this generation.
 *
 * @param source the URL with its credentials; never logged
 * @param transport null means TCP
 * @param engine null means {@link EngineChoice#AUTO}
 * @param onDemand pull only while somebody watches; null means false
 * @param audio null means true
 * @param generation grows with every change of the camera; an older one never overwrites a newer
 *     one
 */
public record ProvisionRequest(
    String source,
    @Nullable Transport transport,
    @Nullable EngineChoice engine,
    @Nullable Boolean onDemand,
    @Nullable Boolean audio,
    long generation) {

  /** Hides the source, which carries credentials. */
  @Override
  public String toString() {
    return "ProvisionRequest[source=***, transport=%s, engine=%s, onDemand=%s, audio=%s, generation=%d]"
        .formatted(transport, engine, onDemand, audio, generation);
  }
}
