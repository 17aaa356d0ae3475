package io.atalaya.api.health;

import io.atalaya.contract.id.StreamKey;
import java.util.List;
import java.util.function.Function;

/**
 * The gateways, and which of them has a camera.
 *
 * @param placement gives one of {@code all} for every camera
 */
record Lanes(List<Lane> all, Function<StreamKey, Lane> placement) {
  Lanes {
    all = List.copyOf(all);
  }

  /** One gateway has all cameras. */
  static Lanes single(Lane lane) {
    return new Lanes(List.of(lane), _ -> lane);
  }

  Lane of(StreamKey camera) {
    return placement.apply(camera);
  }

  /** Syncs that could begin now at all gateways. */
  int free() {
    return all.stream().mapToInt(Lane::free).sum();
  }
}
