package io.atalaya.api.camera;

import io.atalaya.contract.source.SourceUrl;
import java.util.Map;

/** Everything about a camera that its tenant decides, checked. */
record CameraSettings(String name, SourceUrl source, Camera.Pull pull, Map<String, String> labels) {
  CameraSettings {
    labels = Map.copyOf(labels);
  }
}
