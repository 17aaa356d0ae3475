package io.atalaya.api.session;

import io.atalaya.api.identity.ApiKeys;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.identity.Role;
import io.atalaya.api.identity.Users;
import io.atalaya.api.platform.Ids;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.api.policy.Policy;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Decisions without deeds, over HTTP. */
@Path("/api/v1/policy:simulate")
@Tag(name = "policy")
@RunOnVirtualThread
public class SimulationResource {
  private final CallerContext callers;
  private final Users users;
  private final ApiKeys keys;
  private final Policy policy;
  private final Simulation simulation;
  private final Ids ids;

  SimulationResource(
      CallerContext callers,
      Users users,
      ApiKeys keys,
      Policy policy,
      Simulation simulation,
      Ids ids) {
    this.callers = callers;
    this.users = users;
    this.keys = keys;
    this.policy = policy;
    this.simulation = simulation;
    this.ids = ids;
  }

  /** Who would do what to which camera; who, is said in one of three ways. */
  @Schema(name = "PolicyQuestion")
  public record Question(
      @Schema(nullable = true, description = "a person, or an API key") @Nullable UUID userId,
      @Schema(nullable = true) @Nullable String username,
      @Schema(nullable = true, description = "somebody who holds no slot yet") @Nullable Role role,
      @NotNull Action action,
      @Schema(nullable = true, description = "without one, only what the role allows is looked at")
          @Nullable CameraId cameraId) {}

  /** Whether they may. */
  @Schema(name = "PolicyVerdict")
  public enum Verdict {
    ALLOW,
    DENY;

    @Override
    public String toString() {
      return this == ALLOW ? "allow" : "deny";
    }
  }

  /** The answer. */
  @Schema(name = "PolicyDecision")
  public record DecisionView(
      Verdict decision,
      @Schema(description = "the first that refuses; else the last that was asked")
          Simulation.Rule rule,
      @Schema(nullable = true, description = "of the error they would get") @Nullable String code,
      @Schema(nullable = true) @Nullable String message,
      List<QuotaView> quota,
      @Schema(description = "of the matrix of roles and actions") int policyVersion) {}

  /** A limit that was looked at. */
  @Schema(name = "PolicyQuota")
  public record QuotaView(
      @Schema(description = "tenant, user or camera") String scope,
      String entitlement,
      int limit,
      int inUse,
      boolean wouldFit) {}

  @POST
  @Needs(Action.POLICY_SIMULATE)
  @Operation(
      operationId = "simulatePolicy",
      summary = "What somebody would be told if they tried now; takes nothing")
  public DecisionView simulate(@NotNull @Valid Question question) {
    Caller somebody = who(callers.current().tenant(), question);
    Simulation.Outcome outcome = simulation.of(somebody, question.action(), question.cameraId());
    return new DecisionView(
        outcome.refusal().isPresent() ? Verdict.DENY : Verdict.ALLOW,
        outcome.rule(),
        outcome.refusal().map(refusal -> refusal.code().code()).orElse(null),
        outcome.refusal().map(DomainError::message).orElse(null),
        outcome.quota().stream()
            .map(quota ->
                new QuotaView(
                    quota.scope(),
                    quota.entitlement(),
                    quota.limit(),
                    quota.inUse(),
                    quota.wouldFit()))
            .toList(),
        policy.version());
  }

  private Caller who(TenantId tenant, Question question) {
    UUID userId = question.userId();
    String username = question.username();
    Role role = question.role();
    if (Stream.of(userId, username, role).filter(Objects::nonNull).count() != 1) {
      String message = "must be said in one way: userId, username or role";
      throw new DomainError.Invalid(
              RequestErrorCode.VALIDATION_FAILED,
              "who " + message,
              List.of(new Violation("userId", message)))
          .toException();
    }
    if (role != null) {
      Optional<TenantId> home = role.isPlatform() ? Optional.empty() : Optional.of(tenant);
      return new Caller(
          Caller.Kind.PERSON,
          ids.next(),
          role.toString(),
          role.toString(),
          role,
          home,
          Optional.of(tenant));
    }
    if (username != null) {
      return users.getByName(tenant, username).asCaller();
    }
    UUID id = Objects.requireNonNull(userId);
    return keys.find(tenant, id).orElseGet(() -> users.get(tenant, id).asCaller());
  }
}
