package io.atalaya.contract.gateway;

import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.TenantId;

/** One line of {@code GET /v1/cameras}. */
public record ProvisionedCamera(TenantId tenantId, CameraId cameraId, CameraHealth health) {}
