package io.atalaya.api.camera;

/**
 * A camera's row, as its own feature sees it.
 *
 * @param settings with the source in clear
 * @param deleting nobody's any more, waiting for the gateway to let go
 */
record CameraRow(Camera camera, CameraSettings settings, boolean deleting) {}
