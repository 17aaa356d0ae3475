package io.atalaya.api.identity;

import io.atalaya.api.platform.LogFields;
import io.atalaya.api.platform.Traces;
import io.atalaya.api.tenant.TenantErrorCode;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Finds out who calls before a resource runs, on the resource's thread. Deny by default: without a
 * credential only resources marked {@link WithoutCaller} are reached. What the caller may do is
 * asked afterwards: another tenant is not found even where its people would not be permitted.
 */
@Singleton
public final class CallerFilter {
  /** The browser's sign-in. */
  public static final String COOKIE = "atalaya_session";

  private static final String BEARER = "Bearer ";

  private final Logins logins;
  private final ApiKeys keys;
  private final Tenants tenants;
  private final CallerContext context;

  CallerFilter(Logins logins, ApiKeys keys, Tenants tenants, CallerContext context) {
    this.logins = logins;
    this.keys = keys;
    this.tenants = tenants;
    this.context = context;
  }

  /** Sets the caller, or refuses the request. */
  @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
  public void identify(RoutingContext routing, ResourceInfo resource, UriInfo address) {
    Traces.about(routing, "camera", address.getPathParameters().getFirst("cameraId"));
    Traces.about(routing, "session", address.getPathParameters().getFirst("sessionId"));
    if (resource.getResourceClass().isAnnotationPresent(WithoutCaller.class)) {
      return;
    }
    HttpServerRequest request = routing.request();
    // One transaction for all that is asked: on a short request the commits are much of the work.
    Caller caller = QuarkusTransaction.requiringNew().call(() -> identified(request, address));
    caller
        .acting()
        .ifPresent(tenant -> {
          LogFields.ofRequest(tenant);
          Traces.about(routing, "tenant", tenant.value());
        });
    context.set(caller);
  }

  private Caller identified(HttpServerRequest request, UriInfo address) {
    Caller caller = caller(request);
    String named = request.getHeader("Tenant-Id");
    if (named == null) {
      named = request.getParam("tenantId");
    }
    requireOwnPath(caller, address);
    return named == null ? caller : acting(caller, new TenantId(named));
  }

  private Caller caller(HttpServerRequest request) {
    String authorization = request.getHeader("Authorization");
    if (authorization != null) {
      return bearer(authorization)
          .flatMap(keys::callerOf)
          .orElseThrow(() -> unauthenticated("the bearer credential is not valid"));
    }
    Cookie cookie = request.getCookie(COOKIE);
    if (cookie == null) {
      throw unauthenticated("sign in, or send an API key as bearer");
    }
    SameOrigin.require(request);
    return logins
        .callerOf(cookie.getValue())
        .orElseThrow(() -> unauthenticated("the sign-in is over; sign in again"));
  }

  static Optional<String> bearer(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(authorization.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  /** A tenant that the path names is found by its own people and by those of the platform. */
  private static void requireOwnPath(Caller caller, UriInfo address) {
    String named = address.getPathParameters().getFirst("tenantId");
    if (named != null && caller.home().isPresent()) {
      TenantId tenant = new TenantId(named);
      if (!caller.home().equals(Optional.of(tenant))) {
        throw TenantErrorCode.notFound(tenant);
      }
    }
  }

  /** People of a tenant are told of no other; those of the platform may act in any that exists. */
  private Caller acting(Caller caller, TenantId named) {
    if (caller.home().equals(Optional.of(named))) {
      return caller;
    }
    if (caller.home().isPresent() || tenants.find(named).isEmpty()) {
      throw TenantErrorCode.notFound(named);
    }
    return caller.actingIn(named);
  }

  private static DomainException unauthenticated(String message) {
    return new DomainError.Unauthenticated(RequestErrorCode.UNAUTHENTICATED, message).toException();
  }
}
