package io.atalaya.api.health;

import io.atalaya.contract.gateway.NodeInfo;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A gateway as JSON.
 *
 * @param nodeId its address where it never told its name
 */
@Schema(name = "Gateway")
public record GatewayView(
    String nodeId,
    String url,
    State state,
    @Schema(description = "as last seen") int cameras,
    int cameraCapacity,
    int viewers,
    @Schema(nullable = true) @Nullable Instant lastSeenAt) {

  /** Whether it answers. */
  @Schema(name = "GatewayState")
  public enum State {
    UP,
    DOWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static GatewayView of(Gateways.Gateway gateway) {
    Optional<NodeInfo> node = gateway.last().map(Gateways.Sighting::node);
    return new GatewayView(
        node.map(NodeInfo::nodeId).orElse(gateway.url().getAuthority()),
        gateway.url().toString(),
        gateway.up() ? State.UP : State.DOWN,
        node.map(NodeInfo::cameras).orElse(0),
        node.map(NodeInfo::cameraCapacity).orElse(0),
        node.map(NodeInfo::viewers).orElse(0),
        gateway.last().map(Gateways.Sighting::at).orElse(null));
  }
}
