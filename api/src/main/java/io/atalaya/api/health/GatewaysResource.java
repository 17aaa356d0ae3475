package io.atalaya.api.health;

import io.atalaya.api.identity.CallerContext;
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
  private final CallerContext callers;

  GatewaysResource(Gateways gateways, CallerContext callers) {
    this.gateways = gateways;
    this.callers = callers;
  }

  @GET
  @Operation(operationId = "listGateways", summary = "The data-plane nodes and their load")
  public List<GatewayView> list() {
    return gateways.list(callers.current()).stream().map(GatewayView::of).toList();
  }
}
