package io.atalaya.api.web;

import io.atalaya.api.identity.SigningKeys;
import io.atalaya.api.identity.WithoutCaller;
import io.atalaya.contract.token.Jwks;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;

/** The public keys that gateways verify our tokens with. */
@Path("/.well-known/jwks.json")
@RunOnVirtualThread
@WithoutCaller("public keys are public")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "auth")
public final class JwksResource {
  private final SigningKeys keys;

  JwksResource(SigningKeys keys) {
    this.keys = keys;
  }

  @GET
  @ResponseHeader(name = "Cache-Control", value = "max-age=60")
  @Operation(operationId = "getJwks", summary = "Public keys of the tokens we sign (RFC 7517)")
  public Jwks jwks() {
    return keys.published();
  }
}
