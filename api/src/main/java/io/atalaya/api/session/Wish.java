package io.atalaya.api.session;

import io.atalaya.contract.id.CameraId;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to watch.
 *
 * @param clientInstanceId names the browser tab or player; null when it did not say
 */
record Wish(CameraId camera, @Nullable String clientInstanceId) {}
