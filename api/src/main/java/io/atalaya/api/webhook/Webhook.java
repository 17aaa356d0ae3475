package io.atalaya.api.webhook;

import io.atalaya.contract.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of a tenant's, without its secrets.
 *
 * @param types of events it is told of; none is all
 * @param disabled null while it is on
 * @param failingSince when the failures began that go on; null while it is well
 */
record Webhook(
    TenantId tenant,
    UUID id,
    String url,
    String description,
    List<String> types,
    @Nullable Disabled disabled,
    @Nullable Instant failingSince,
    int failures,
    Instant createdAt,
    long version) {
  Webhook {
    types = List.copyOf(types);
  }

  /** Off, since when and why. */
  record Disabled(Instant at, String reason) {}
}
