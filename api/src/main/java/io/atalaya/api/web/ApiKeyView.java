package io.atalaya.api.web;

import io.atalaya.api.identity.ApiKey;
import io.atalaya.api.identity.Role;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An API key, without its secret. */
@Schema(name = "ApiKey")
public record ApiKeyView(UUID keyId, String name, Role role, Instant createdAt) {
  static ApiKeyView of(ApiKey key) {
    return new ApiKeyView(key.keyId(), key.name(), key.role(), key.createdAt());
  }
}
