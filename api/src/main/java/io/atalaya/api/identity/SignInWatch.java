package io.atalaya.api.identity;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether somebody who was let in would be let in again: for requests that last, and must end when
 * the sign-in does. Asking is no use of a sign-in: an open page alone keeps nobody signed in.
 */
@Singleton
public final class SignInWatch {
  private final Logins logins;
  private final ApiKeys keys;

  SignInWatch(Logins logins, ApiKeys keys) {
    this.logins = logins;
    this.keys = keys;
  }

  /**
   * What to ask again and again, from any thread: whether the request's credential is still good
   * and makes of its owner what they were. It holds the credential and must not outlive the
   * request.
   */
  public BooleanSupplier of(HttpServerRequest request, Caller caller) {
    Supplier<Optional<Caller>> again = again(request);
    return () ->
        QuarkusTransaction.requiringNew()
            .call(again::get)
            .filter(now -> now.userId().equals(caller.userId()) && now.role() == caller.role())
            .isPresent();
  }

  private Supplier<Optional<Caller>> again(HttpServerRequest request) {
    String authorization = request.getHeader("Authorization");
    if (authorization != null) {
      return () -> CallerFilter.bearer(authorization).flatMap(keys::callerOf);
    }
    Cookie cookie = request.getCookie(CallerFilter.COOKIE);
    String secret = cookie == null ? "" : cookie.getValue();
    return () -> logins.peek(secret);
  }
}
