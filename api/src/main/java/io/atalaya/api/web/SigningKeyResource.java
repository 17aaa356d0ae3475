package io.atalaya.api.web;

import io.atalaya.api.identity.SigningKey;
import io.atalaya.api.identity.SigningKeys;
import io.atalaya.api.platform.Page;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The keys that sign tokens, without their secrets. */
@Path("/api/v1/signing-keys")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "signing-keys")
public final class SigningKeyResource {
  private final SigningKeys keys;

  SigningKeyResource(SigningKeys keys) {
    this.keys = keys;
  }

  @GET
  @Needs(Action.SIGNING_KEY_MANAGE)
  @Operation(
      operationId = "listSigningKeys",
      summary = "Those that are published, the oldest first")
  public Page<SigningKey> list() {
    return new Page<>(keys.list(), null);
  }
}
