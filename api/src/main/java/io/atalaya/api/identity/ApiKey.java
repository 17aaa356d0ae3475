package io.atalaya.api.identity;

import io.atalaya.contract.id.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A program's credential, without its secret. */
public record ApiKey(UUID keyId, TenantId tenantId, String name, Role role, Instant createdAt) {
  /** What the program is to a request that it makes. */
  Caller asCaller() {
    Optional<TenantId> home = Optional.of(tenantId);
    return new Caller(Caller.Kind.PROGRAM, keyId, name, name, role, home, home);
  }
}
