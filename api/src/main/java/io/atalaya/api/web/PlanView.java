package io.atalaya.api.web;

import io.atalaya.api.tenant.Entitlements;
import io.atalaya.api.tenant.Plan;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A plan. */
@Schema(name = "Plan")
public record PlanView(String planId, String name, Entitlements entitlements) {
  static PlanView of(Plan plan) {
    return new PlanView(plan.planId(), plan.name(), plan.entitlements());
  }
}
