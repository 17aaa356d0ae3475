package io.atalaya.api.tenant;

import io.atalaya.api.platform.LogFields;
import io.atalaya.api.tenant.TeardownReport.Step;
import io.atalaya.api.tenant.TeardownReport.StepState;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.id.TenantId;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Removes a tenant in an order that never orphans anything: admission closed, sessions ended, the
 * gateway confirmed empty, rows purged, tombstone. What was done stays done; asking again goes on
 * where it stopped.
 */
@Singleton
public final class TenantTeardown {
  private static final Logger LOG = Logger.getLogger(TenantTeardown.class);

  private final Tenants tenants;
  private final List<TenantTeardownStep> steps;

  TenantTeardown(Tenants tenants, @All List<TenantTeardownStep> steps) {
    this.tenants = tenants;
    this.steps = steps;
  }

  /** Goes as far as it can now. Not in one transaction: each step's result stays. */
  public TeardownReport deprovision(TenantId tenantId) {
    var report = new ArrayList<Step>();
    TenantState state = tenants.close(tenantId).state();
    report.add(new Step("admission_closed", StepState.DONE, 0));
    boolean stuck = false;
    for (TenantTeardownStep step : inOrder()) {
      Step result = stuck ? new Step(step.name(), StepState.PENDING, 0) : run(step, tenantId);
      stuck |= result.state() != StepState.DONE;
      report.add(result);
    }
    if (stuck) {
      report.add(new Step("tombstone", StepState.PENDING, 0));
      return new TeardownReport(tenantId, TenantState.DEPROVISIONING, report);
    }
    if (state != TenantState.DEPROVISIONED) {
      tenants.entomb(tenantId);
    }
    report.add(new Step("tombstone", StepState.DONE, 0));
    return new TeardownReport(tenantId, TenantState.DEPROVISIONED, report);
  }

  private List<TenantTeardownStep> inOrder() {
    return steps.stream()
        .sorted(
            Comparator.comparingInt(TenantTeardownStep::order)
                .thenComparing(TenantTeardownStep::name))
        .toList();
  }

  private static Step run(TenantTeardownStep step, TenantId tenantId) {
    try {
      return new Step(step.name(), StepState.DONE, step.run(tenantId));
    } catch (DomainException refused) {
      try (var _ = LogFields.of(tenantId)) {
        LOG.warnf(
            "removing tenant %s stopped at %s: %s",
            tenantId, step.name(), refused.error().code().code());
      }
      return new Step(step.name(), StepState.FAILED, 0);
    }
  }
}
