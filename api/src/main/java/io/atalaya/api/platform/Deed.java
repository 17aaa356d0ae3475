package io.atalaya.api.platform;

import io.atalaya.contract.id.TenantId;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that has to be accounted for. Fired as a CDI event inside the transaction that does it:
 * the audit writes it there, with whoever makes the request, and both are kept or neither is.
 *
 * @param tenant whose audit tells of it; null for what belongs to no tenant
 * @param action {@code thing.verb}, lower_snake
 * @param subject what it was done to, {@code kind/id}
 * @param user whom it concerns, who need not be the one who did it
 * @param details what is worth knowing, as JSON; small, and never a secret
 */
public record Deed(
    @Nullable TenantId tenant,
    String action,
    String subject,
    @Nullable UUID user,
    Map<String, Object> details) {
  public Deed {
    details = Map.copyOf(details);
  }

  /** One that belongs to no tenant. */
  public static Deed ofPlatform(String action, String subject, Map<String, Object> details) {
    return new Deed(null, action, subject, null, details);
  }

  /** One of a tenant. */
  public static Deed in(
      TenantId tenant, String action, String subject, Map<String, Object> details) {
    return new Deed(tenant, action, subject, null, details);
  }

  /** The same, concerning somebody. */
  public Deed about(UUID person) {
    return new Deed(tenant, action, subject, person, details);
  }
}
