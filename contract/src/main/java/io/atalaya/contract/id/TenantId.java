package io.atalaya.contract.id;

/**
 * Names a customer of the platform. Chosen by the operator, unique on the platform.
 *
 * @param value matches {@code [a-z0-9][a-z0-9-]{0,62}}; anything else is a {@code
 *     validation_failed}
 */
public record TenantId(String value) implements Comparable<TenantId> {
  public TenantId {
    value = Slug.checked("tenantId", value);
  }

  @Override
  public int compareTo(TenantId other) {
    return value.compareTo(other.value);
  }

  /** The bare value, as it stands in paths, logs and rows. */
  @Override
  public String toString() {
    return value;
  }
}
