package io.atalaya.api.policy;

import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.identity.WithoutCaller;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a request whose caller's role does not allow what the endpoint {@link Needs}; runs after
 * the caller is known and before the path, the query or the body is read. An endpoint that names
 * nothing answers nobody.
 */
@Singleton
public final class PolicyFilter {
  private final Policy policy;
  private final CallerContext callers;

  PolicyFilter(Policy policy, CallerContext callers) {
    this.policy = policy;
    this.callers = callers;
  }

  /** {@code permission_denied} for those whose role never allows it. */
  @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
  public void permit(ResourceInfo resource) {
    Method endpoint = resource.getResourceMethod();
    if (resource.getResourceClass().isAnnotationPresent(WithoutCaller.class)
        || endpoint.isAnnotationPresent(AnyCaller.class)) {
      return;
    }
    Needs needs = endpoint.getAnnotation(Needs.class);
    if (needs == null) {
      throw new IllegalStateException("%s does not say what it needs".formatted(endpoint));
    }
    policy.require(callers.current(), needs.value());
  }
}
