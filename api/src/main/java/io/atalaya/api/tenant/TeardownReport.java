package io.atalaya.api.tenant;

import io.atalaya.contract.id.TenantId;
import java.util.List;
import java.util.Locale;

/**
 * How far the removal of a tenant came.
 *
 * @param state {@code deprovisioned} when nothing is left to do; else ask again
 */
public record TeardownReport(TenantId tenantId, TenantState state, List<Step> steps) {
  public TeardownReport {
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param count things ended or removed in this try
   */
  public record Step(String name, StepState state, int count) {}

  /** Whether a step is through. */
  public enum StepState {
    DONE,
    /** Could not be done now. */
    FAILED,
    /** Waits for a step before it. */
    PENDING;

    /** The spelling on the wire. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
