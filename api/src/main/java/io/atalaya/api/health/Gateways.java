package io.atalaya.api.health;

import io.atalaya.api.platform.Settings;
import io.atalaya.contract.gateway.NodeInfo;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The data-plane nodes, as the operator sees them. */
@Singleton
public final class Gateways {
  private final GatewayClient gateway;
  private final InstantSource clock;
  private final URI url;
  private volatile @Nullable Sighting last;

  Gateways(GatewayClient gateway, InstantSource clock, Settings settings) {
    this.gateway = gateway;
    this.clock = clock;
    this.url = settings.gatewayUrl();
  }

  /** One node; {@code last} is empty while it never answered this replica. */
  record Gateway(URI url, boolean up, Optional<Sighting> last) {}

  /** What a node last said. */
  record Sighting(NodeInfo node, Instant at) {}

  /** Asks each now. */
  List<Gateway> list() {
    boolean up = false;
    if (gateway.node() instanceof GatewayAnswer.Ok<NodeInfo>(var node)) {
      last = new Sighting(node, clock.instant());
      up = true;
    }
    return List.of(new Gateway(url, up, Optional.ofNullable(last)));
  }
}
