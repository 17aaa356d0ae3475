package io.atalaya.api.session;

import io.atalaya.api.camera.CameraErrorCode;
import io.atalaya.api.camera.Cameras;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Policy;
import io.atalaya.api.tenant.TenantErrorCode;
import io.atalaya.api.tenant.TenantTerms;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.error.ErrorCode;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What would be decided if somebody tried something now. Asks exactly what the real thing asks, in
 * the same order, and takes nothing: the answer may be another one a moment later.
 */
@Singleton
public final class Simulation {
  private final Policy policy;
  private final Tenants tenants;
  private final Cameras cameras;
  private final Admission admission;

  Simulation(Policy policy, Tenants tenants, Cameras cameras, Admission admission) {
    this.policy = policy;
    this.tenants = tenants;
    this.cameras = cameras;
    this.admission = admission;
  }

  /** What decides. */
  public enum Rule {
    /** The role, in the matrix. */
    MATRIX,
    /** The tenant's state. */
    TENANT,
    /** That the camera exists, and is on. */
    CAMERA,
    /** What the plan and its overrides never allow. */
    ENTITLEMENT,
    /** What is in use now. */
    SLOT;

    static Rule of(ErrorCode refusal) {
      return switch (refusal) {
        case RequestErrorCode.PERMISSION_DENIED -> MATRIX;
        case TenantErrorCode.TENANT_SUSPENDED, TenantErrorCode.TENANT_NOT_FOUND -> TENANT;
        case CameraErrorCode.CAMERA_NOT_FOUND, SessionErrorCode.CAMERA_DISABLED -> CAMERA;
        case CameraErrorCode.ENTITLEMENT_DENIED -> ENTITLEMENT;
        case SessionErrorCode.STREAM_LIMIT_REACHED -> SLOT;
        default -> throw new IllegalStateException("no rule refuses with " + refusal.code());
      };
    }

    /** The spelling on the wire. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A limit that was asked about.
   *
   * @param scope what it counts: tenant, user or camera
   */
  public record Quota(String scope, String entitlement, int limit, int inUse) {
    /** Whether one more would be within the limit. */
    public boolean wouldFit() {
      return inUse < limit;
    }
  }

  /**
   * The answer.
   *
   * @param rule the first that refuses; without one, the last that was asked
   * @param refusal empty when it would be allowed
   */
  public record Outcome(Rule rule, Optional<DomainError> refusal, List<Quota> quota) {
    public Outcome {
      quota = List.copyOf(quota);
    }
  }

  /**
   * What {@code somebody} would be told, in the tenant they act in.
   *
   * @param camera what they would do it to; without one only the matrix is asked
   */
  public Outcome of(Caller somebody, Action action, @Nullable CameraId camera) {
    Optional<DomainError> denied = refusal(() -> policy.require(somebody, action));
    if (camera == null || denied.isPresent()) {
      return outcome(Rule.MATRIX, denied, List.of());
    }
    TenantId tenant = somebody.tenant();
    if (action == Action.STREAM_WATCH) {
      return watching(somebody, camera);
    }
    Optional<DomainError> unknown = refusal(() -> cameras.existing(tenant, camera));
    if (action == Action.CAMERA_MANAGE && unknown.isPresent()) {
      return adding(tenant);
    }
    return outcome(Rule.CAMERA, unknown, List.of());
  }

  private Outcome watching(Caller somebody, CameraId camera) {
    try {
      Admission.Rehearsal rehearsal = admission.rehearse(somebody, camera);
      List<Quota> quota =
          rehearsal.limits().stream()
              .map(limit ->
                  new Quota(
                      limit.scope().toString(),
                      limit.entitlement(),
                      limit.limit(),
                      limit.use().inUse()))
              .toList();
      return outcome(Rule.SLOT, rehearsal.refusal(), quota);
    } catch (DomainException refused) {
      return outcome(Rule.TENANT, Optional.of(refused.error()), List.of());
    }
  }

  /** The id is free: a new camera. */
  private Outcome adding(TenantId tenant) {
    TenantTerms terms = tenants.terms(tenant);
    int limit = terms.entitlements().maxCameras();
    var quota = new Quota("tenant", "maxCameras", limit, cameras.count(tenant));
    return outcome(Rule.ENTITLEMENT, refusal(() -> cameras.requireRoom(terms)), List.of(quota));
  }

  private static Outcome outcome(Rule last, Optional<DomainError> refusal, List<Quota> quota) {
    return new Outcome(refusal.map(DomainError::code).map(Rule::of).orElse(last), refusal, quota);
  }

  private static Optional<DomainError> refusal(Runnable check) {
    try {
      check.run();
      return Optional.empty();
    } catch (DomainException refused) {
      return Optional.of(refused.error());
    }
  }
}
