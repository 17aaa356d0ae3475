package io.atalaya.api.tenant;

import java.util.Locale;

/** Where a tenant stands. */
public enum TenantState {
  ACTIVE,
  /** Its people may sign in and look; nobody may watch. */
  SUSPENDED,
  /** On its way out; some of its data may be gone already. */
  DEPROVISIONING,
  /** A tombstone: only the id is kept, so that nobody gets it again. */
  DEPROVISIONED;

  /** Whether its people and keys are let in. */
  public boolean admitsPeople() {
    return switch (this) {
      case ACTIVE, SUSPENDED -> true;
      case DEPROVISIONING, DEPROVISIONED -> false;
    };
  }

  /** The spelling on the wire and in rows. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
