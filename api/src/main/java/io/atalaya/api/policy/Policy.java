package io.atalaya.api.policy;

import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.Role;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers from the matrix, which is read at start: with a faulty one the api does not start. */
@Startup
@Singleton
public final class Policy {
  private final PolicyMatrix matrix = PolicyMatrix.shipped();

  Policy() {}

  /** Which matrix it answers from. */
  public int version() {
    return matrix.version();
  }

  /** Everything {@code role} may do. */
  public Set<Action> actionsOf(Role role) {
    @Nullable Set<Action> actions = matrix.allowed().get(role);
    return actions == null ? Set.of() : actions;
  }

  /** Whether {@code role} may do {@code action}. */
  public boolean allows(Role role, Action action) {
    return actionsOf(role).contains(action);
  }

  /** Whether {@code caller} may do {@code action}. */
  public boolean allows(Caller caller, Action action) {
    return allows(caller.role(), action);
  }

  /** {@code permission_denied} unless {@code caller} may do {@code action}. */
  public void require(Caller caller, Action action) {
    require(caller.role(), action);
  }

  /** {@code permission_denied} unless {@code role} may do {@code action}. */
  public void require(Role role, Action action) {
    if (!allows(role, action)) {
      throw new DomainError.Forbidden(
              RequestErrorCode.PERMISSION_DENIED,
              "the role %s does not allow %s".formatted(role, action),
              Map.of("action", action.toString()))
          .toException();
    }
  }

  /**
   * {@code permission_denied} unless {@code caller} may give {@code role}, or take it away: nobody
   * has power over somebody who may do what they may not.
   */
  public void requireMayGrant(Caller caller, Role role) {
    if (!actionsOf(caller.role()).containsAll(actionsOf(role))) {
      throw new DomainError.Forbidden(
              RequestErrorCode.PERMISSION_DENIED,
              "the role %s is above the role %s".formatted(role, caller.role()),
              Map.of("role", role.toString()))
          .toException();
    }
  }
}
