package io.atalaya.api.identity;

import java.util.Locale;

/** What somebody is; what that allows is {@code policy}'s business. */
public enum Role {
  PLATFORM_ADMIN,
  PLATFORM_SUPPORT,
  TENANT_OWNER,
  TENANT_ADMIN,
  OPERATOR,
  VIEWER,
  AUDITOR,
  API_CLIENT;

  /** Whether people of this role belong to the platform and not to a tenant. */
  public boolean isPlatform() {
    return switch (this) {
      case PLATFORM_ADMIN, PLATFORM_SUPPORT -> true;
      case TENANT_OWNER, TENANT_ADMIN, OPERATOR, VIEWER, AUDITOR, API_CLIENT -> false;
    };
  }

  /** The spelling on the wire and in rows. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
