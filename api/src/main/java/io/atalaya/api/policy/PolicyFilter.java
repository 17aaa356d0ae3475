package io.atalaya.api.policy;

import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.identity.WithoutCaller;
import io.atalaya.contract.error.DomainException;
import jakarta.enterprise.event.Event;
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
  private final Event<Denied> denials;

  PolicyFilter(Policy policy, CallerContext callers, Event<Denied> denials) {
    this.policy = policy;
    this.callers = callers;
    this.denials = denials;
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
    Caller caller = callers.current();
    try {
      policy.require(caller, needs.value());
    } catch (DomainException refused) {
      denials.fire(new Denied(caller, needs.value(), refused.error()));
      throw refused;
    }
  }
}
