package io.atalaya.api.policy;

import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.Role;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The permission matrix. Stateless; any thread. */
public final class Policy {
  private static final Set<Action> VIEWER =
      EnumSet.of(
          Action.TENANT_READ,
          Action.CAMERA_READ,
          Action.STREAM_WATCH,
          Action.SESSION_READ,
          Action.SESSION_END,
          Action.USAGE_READ);

  private static final Set<Action> TENANT_ADMIN =
      EnumSet.complementOf(
          EnumSet.of(
              Action.TENANT_READ_ALL,
              Action.TENANT_MANAGE,
              Action.PLAN_MANAGE,
              Action.GATEWAY_READ));

  private Policy() {}

  /** Everything {@code role} may do. */
  public static Set<Action> actionsOf(Role role) {
    return Collections.unmodifiableSet(
        switch (role) {
          case PLATFORM_ADMIN -> EnumSet.allOf(Action.class);
          case TENANT_ADMIN -> TENANT_ADMIN;
          case VIEWER -> VIEWER;
        });
  }

  /** Whether {@code caller} may do {@code action}. */
  public static boolean allows(Caller caller, Action action) {
    return actionsOf(caller.role()).contains(action);
  }

  /** {@code permission_denied} unless {@code caller} may do {@code action}. */
  public static void require(Caller caller, Action action) {
    if (!allows(caller, action)) {
      throw new DomainError.Forbidden(
              RequestErrorCode.PERMISSION_DENIED,
              "the role %s does not allow %s".formatted(caller.role(), action),
              Map.of("action", action.toString()))
          .toException();
    }
  }
}
