package io.atalaya.api.health;

import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Gateways over HTTP, for the operator. */
@Path("/api/v1/gateways")
@Tag(name = "gateways")
@RunOnVirtualThread
public class GatewaysResource {
  private final Gateways gateways;

  GatewaysResource(Gateways gateways) {
    this.gateways = gateways;
  }

  @GET
  @Needs(Action.GATEWAY_READ)
  @Operation(operationId = "listGateways", summary = "The data-plane nodes and their load")
  public List<GatewayView> list() {
    return gateways.list().stream().map(GatewayView::of).toList();
  }
}
