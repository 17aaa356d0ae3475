package io.atalaya.api.identity;

import io.atalaya.api.platform.Deed;
import io.atalaya.api.tenant.Tenant;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Signing in and out with a password and a cookie. */
@Singleton
public final class Logins {
  private final UserStore users;
  private final LoginStore store;
  private final Tenants tenants;
  private final PasswordHasher hasher;
  private final LoginThrottle throttle;
  private final SecureRandom random;
  private final CallerContext context;
  private final Event<Deed> deeds;
  private final Event<SignInFailed> failures;

  Logins(
      UserStore users,
      LoginStore store,
      Tenants tenants,
      PasswordHasher hasher,
      LoginThrottle throttle,
      SecureRandom random,
      CallerContext context,
      Event<Deed> deeds,
      Event<SignInFailed> failures) {
    this.users = users;
    this.store = store;
    this.tenants = tenants;
    this.hasher = hasher;
    this.throttle = throttle;
    this.random = random;
    this.context = context;
    this.deeds = deeds;
    this.failures = failures;
  }

  /**
   * Signs in, or answers {@code invalid_credentials} after the same work whatever was wrong. Holds
   * no connection while it hashes.
   */
  public SignedIn signIn(SignIn claim) {
    var attempt =
        new LoginThrottle.Attempt(
            claim.tenantId().map(TenantId::value).orElse(""), claim.username(), claim.address());
    throttle.requireFree(attempt);
    Optional<UserStore.Credentials> found = credentials(claim);
    String hash = found.map(UserStore.Credentials::passwordHash).orElseGet(hasher::nobodysHash);
    if (!hasher.matches(claim.password(), hash) || found.isEmpty()) {
      throttle.failed(attempt);
      failures.fire(
          new SignInFailed(
              claim.tenantId().flatMap(this::admitted).map(Tenant::tenantId),
              found.map(UserStore.Credentials::user)));
      throw new DomainError.Unauthenticated(
              IdentityErrorCode.INVALID_CREDENTIALS, "tenant, username or password is wrong")
          .toException();
    }
    throttle.succeeded(attempt);
    return open(found.get().user());
  }

  /** Who the cookie belongs to; empty when it is no longer, or never was, a sign-in. */
  public Optional<Caller> callerOf(String cookie) {
    return owner(cookie, store::use, store::usePlatform);
  }

  /** The same, but asking is no use of the sign-in, and does not make it last longer. */
  Optional<Caller> peek(String cookie) {
    return owner(cookie, store::find, store::findPlatform);
  }

  private Optional<Caller> owner(
      String cookie,
      BiFunction<TenantId, byte[], Optional<User>> inTenant,
      Function<byte[], Optional<User>> ofPlatform) {
    return SecretToken.parse("", cookie)
        .flatMap(token ->
            token
                .tenantId()
                .map(tenant -> admitted(tenant).flatMap(_ -> inTenant.apply(tenant, token.hash())))
                .orElseGet(() -> ofPlatform.apply(token.hash())))
        .map(User::asCaller);
  }

  /** Forgets the sign-in, if it is one. */
  public void signOut(String cookie) {
    SecretToken.parse("", cookie)
        .ifPresent(token -> QuarkusTransaction.requiringNew().run(() -> forget(token)));
  }

  private void forget(SecretToken token) {
    token
        .tenantId()
        .map(tenant -> store.delete(tenant, token.hash()))
        .orElseGet(() -> store.deletePlatform(token.hash()))
        .ifPresent(user -> done("auth.signed_out", user));
  }

  /** The request is theirs, whose sign-in it is about. */
  private void done(String action, User user) {
    context.set(user.asCaller());
    deeds.fire(
        new Deed(
            user.tenantId(),
            action,
            "user/" + user.userId(),
            user.userId(),
            Map.of("username", user.username())));
  }

  private Optional<UserStore.Credentials> credentials(SignIn claim) {
    if (claim.tenantId().isEmpty()) {
      return users.platformCredentials(claim.username());
    }
    TenantId tenantId = claim.tenantId().get();
    return admitted(tenantId).flatMap(_ -> users.credentials(tenantId, claim.username()));
  }

  private Optional<Tenant> admitted(TenantId tenantId) {
    return tenants.find(tenantId).filter(tenant -> tenant.state().admitsPeople());
  }

  private SignedIn open(User user) {
    Optional<TenantId> tenantId = Optional.ofNullable(user.tenantId());
    SecretToken token = SecretToken.make("", tenantId, random);
    QuarkusTransaction.requiringNew()
        .run(() -> {
          tenantId.ifPresentOrElse(
              tenant -> store.insert(tenant, user.userId(), token.hash()),
              () -> store.insertPlatform(user.userId(), token.hash()));
          done("auth.signed_in", user);
        });
    return new SignedIn(user.asCaller(), token.text());
  }
}
