package io.atalaya.api.web;

import io.atalaya.api.identity.Role;
import io.atalaya.api.identity.User;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One of a tenant's people. */
@Schema(name = "User")
public record UserView(
    UUID userId, String username, String displayName, Role role, Instant createdAt) {
  static UserView of(User user) {
    return new UserView(
        user.userId(), user.username(), user.displayName(), user.role(), user.createdAt());
  }
}
