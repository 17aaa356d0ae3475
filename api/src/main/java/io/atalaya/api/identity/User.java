package io.atalaya.api.identity;

import io.atalaya.contract.id.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person who may sign in.
 *
 * @param tenantId null for people of the platform
 * @param version counts its edits, for {@code If-Match}
 */
public record User(
    UUID userId,
    @Nullable TenantId tenantId,
    String username,
    String displayName,
    Role role,
    Instant createdAt,
    long version) {

  /** What they are to a request that they make. */
  public Caller asCaller() {
    Optional<TenantId> home = Optional.ofNullable(tenantId);
    return new Caller(Caller.Kind.PERSON, userId, username, displayName, role, home, home);
  }
}
