package io.atalaya.api.audit;

import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.Needs;
import io.atalaya.contract.error.ErrorBody;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Writes down whom we answered 403, whoever decided it: the matrix before the endpoint ran, or the
 * endpoint when it saw whom or what it was about. By then the refused transaction is rolled back.
 */
@Singleton
public final class DenialFilter {
  private final Refusals refusals;
  private final CallerContext callers;

  DenialFilter(Refusals refusals, CallerContext callers) {
    this.refusals = refusals;
    this.callers = callers;
  }

  /** A row for a 403 to somebody we know; anybody else was not let in to begin with. */
  @ServerResponseFilter
  public void note(ContainerResponseContext answer, ResourceInfo resource) {
    Method endpoint = resource.getResourceMethod();
    if (answer.getStatus() != Response.Status.FORBIDDEN.getStatusCode()
        || endpoint == null
        || !(answer.getEntity() instanceof ErrorBody error)) {
      return;
    }
    Needs needs = endpoint.getAnnotation(Needs.class);
    // To watch is what admission decides, and it says what was refused: see DenialAudit.
    if (needs == null || needs.value() != Action.STREAM_WATCH) {
      String subject = "action/" + (needs == null ? "any" : needs.value().toString());
      callers.known().ifPresent(caller -> note(caller, subject, error));
    }
  }

  private void note(Caller caller, String subject, ErrorBody error) {
    refusals.note(
        caller.acting(),
        new Fact(
            Outcome.ACCESS_DENIED,
            subject,
            null,
            caller.userId(),
            error.code(),
            Map.of("username", caller.username(), "role", caller.role().toString())));
  }
}
