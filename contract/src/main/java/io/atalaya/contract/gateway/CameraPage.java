package io.atalaya.contract.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/cameras?cursor=}: everything provisioned, in pages ordered by tenant and camera.
 */
public record CameraPage(List<ProvisionedCamera> items, @Nullable String nextCursor) {
  public CameraPage {
    items = List.copyOf(items);
  }
}
