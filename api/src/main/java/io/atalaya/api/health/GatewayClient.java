package io.atalaya.api.health;

import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.gateway.CameraPage;
import io.atalaya.contract.gateway.NodeInfo;
import io.atalaya.contract.gateway.ProvisionRequest;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import org.jspecify.annotations.Nullable;

/** A gateway's control contract. Every call blocks, and answers before its deadline. */
interface GatewayClient {
  /** What a call answers that has nothing to say but that it did. */
  record Done() {}

  GatewayAnswer<Done> provision(StreamKey camera, ProvisionRequest request);

  /** Ok when it has really stopped; also when it was not there. */
  GatewayAnswer<Done> remove(StreamKey camera);

  /** The same of everything a tenant has. */
  GatewayAnswer<Done> removeTenant(TenantId tenant);

  GatewayAnswer<CameraHealth> health(StreamKey camera);

  /** A page of everything provisioned; the first when {@code cursor} is null. */
  GatewayAnswer<CameraPage> cameras(@Nullable String cursor);

  GatewayAnswer<NodeInfo> node();
}
