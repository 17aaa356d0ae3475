package io.atalaya.api.identity;

import java.util.Locale;

/** What somebody is; what that allows is {@code policy}'s business. */
public enum Role {
  PLATFORM_ADMIN,
  TENANT_ADMIN,
  VIEWER;

  /** Whether people of this role belong to the platform and not to a tenant. */
  public boolean isPlatform() {
    return this == PLATFORM_ADMIN;
  }

  /** The spelling on the wire and in rows. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
