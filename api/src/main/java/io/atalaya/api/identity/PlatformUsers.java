package io.atalaya.api.identity;

import io.atalaya.api.platform.Deed;
import io.atalaya.api.platform.Ids;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The people of the platform itself. Callers have asked {@code policy} already. */
@Singleton
public class PlatformUsers {
  private final UserStore store;
  private final PasswordHasher hasher;
  private final Ids ids;
  private final Event<AccessChanged> accessChanges;
  private final Event<Deed> deeds;

  PlatformUsers(
      UserStore store,
      PasswordHasher hasher,
      Ids ids,
      Event<AccessChanged> accessChanges,
      Event<Deed> deeds) {
    this.store = store;
    this.hasher = hasher;
    this.ids = ids;
    this.accessChanges = accessChanges;
    this.deeds = deeds;
  }

  /** A page by username. */
  public Page<User> page(PageRequest request) {
    return Page.of(store.pageOfPlatform(request), request, user -> List.of(user.username()));
  }

  /** Lets somebody in; {@code user_already_exists} when the name is taken on the platform. */
  public User create(NewUser user) {
    if (!user.role().isPlatform()) {
      throw invalid("role", "must be a role of the platform");
    }
    String hash = hasher.hash(user.password());
    return QuarkusTransaction.joiningExisting()
        .call(() -> {
          User created =
              store
                  .insertPlatform(ids.next(), user, hash)
                  .orElseThrow(() -> IdentityErrorCode.userAlreadyExists(user.username()));
          deeds.fire(deed("platform_user.created", created));
          return created;
        });
  }

  /** What is told of somebody who comes or goes. */
  static Deed deed(String action, User user) {
    Map<String, Object> details =
        Map.of("username", user.username(), "role", user.role().toString());
    return Deed.ofPlatform(action, "user/" + user.userId(), details).about(user.userId());
  }

  /**
   * Shuts somebody out of all tenants, at once; {@code user_not_found}. Nobody removes themselves,
   * so that an administrator is always left.
   */
  @Transactional
  public void delete(Caller caller, UUID userId) {
    if (caller.userId().equals(userId)) {
      throw invalid("platformUserId", "must not be one's own");
    }
    User deleted = store.deletePlatform(userId).orElseThrow(IdentityErrorCode::userNotFound);
    deeds.fire(deed("platform_user.deleted", deleted));
    accessChanges.fire(new AccessChanged(Optional.empty(), userId, Optional.empty()));
  }

  private static RuntimeException invalid(String field, String message) {
    return new DomainError.Invalid(
            RequestErrorCode.VALIDATION_FAILED,
            field + " " + message,
            List.of(new Violation(field, message)))
        .toException();
  }
}
