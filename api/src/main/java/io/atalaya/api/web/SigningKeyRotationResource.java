package io.atalaya.api.web;

import io.atalaya.api.identity.SigningKey;
import io.atalaya.api.identity.SigningKeys;
import io.atalaya.api.platform.Page;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The operator's wish for another signing key; a path of its own because of the colon. */
@Path("/api/v1/signing-keys:rotate")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "signing-keys")
public final class SigningKeyRotationResource {
  private final SigningKeys keys;

  SigningKeyRotationResource(SigningKeys keys) {
    this.keys = keys;
  }

  @POST
  @Needs(Action.SIGNING_KEY_MANAGE)
  @Operation(
      operationId = "rotateSigningKeys",
      summary = "Have another key sign soon; a key that is on its way already is it")
  public Page<SigningKey> rotate() {
    return new Page<>(keys.rotate(), null);
  }
}
