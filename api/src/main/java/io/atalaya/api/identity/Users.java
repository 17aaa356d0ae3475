package io.atalaya.api.identity;

import io.atalaya.api.platform.Changes;
import io.atalaya.api.platform.Deed;
import io.atalaya.api.platform.Etag;
import io.atalaya.api.platform.Ids;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The people of a tenant. Callers have asked {@code policy} already. */
@Singleton
public class Users {
  private final UserStore store;
  private final LoginStore logins;
  private final PasswordHasher hasher;
  private final Ids ids;
  private final Event<AccessChanged> accessChanges;
  private final Event<Deed> deeds;

  Users(
      UserStore store,
      LoginStore logins,
      PasswordHasher hasher,
      Ids ids,
      Event<AccessChanged> accessChanges,
      Event<Deed> deeds) {
    this.store = store;
    this.logins = logins;
    this.hasher = hasher;
    this.ids = ids;
    this.accessChanges = accessChanges;
    this.deeds = deeds;
  }

  /** A page by username. */
  public Page<User> page(TenantId tenantId, PageRequest request) {
    return Page.of(store.page(tenantId, request), request, user -> List.of(user.username()));
  }

  /** One of the tenant's people, or empty. */
  public Optional<User> find(TenantId tenantId, UUID userId) {
    return store.find(tenantId, userId);
  }

  /** One of the tenant's people, or {@code user_not_found}. */
  public User get(TenantId tenantId, UUID userId) {
    return find(tenantId, userId).orElseThrow(IdentityErrorCode::userNotFound);
  }

  /** The one of that name, or {@code user_not_found}. */
  public User getByName(TenantId tenantId, String username) {
    return store
        .credentials(tenantId, username)
        .map(UserStore.Credentials::user)
        .orElseThrow(IdentityErrorCode::userNotFound);
  }

  /** Lets somebody in; {@code user_already_exists} when the name is taken in this tenant. */
  public User create(TenantId tenantId, NewUser user) {
    requireTenantRole(user.role());
    String hash = hasher.hash(user.password());
    return QuarkusTransaction.joiningExisting()
        .call(() -> {
          User created = inserted(tenantId, user, hash);
          deeds.fire(deed("user.created", created, described(created)));
          return created;
        });
  }

  /** The same as part of something else, which has its own account. */
  User admit(TenantId tenantId, NewUser user) {
    requireTenantRole(user.role());
    return inserted(tenantId, user, hasher.hash(user.password()));
  }

  private User inserted(TenantId tenantId, NewUser user, String hash) {
    return store
        .insert(tenantId, ids.next(), user, hash)
        .orElseThrow(() -> IdentityErrorCode.userAlreadyExists(user.username()));
  }

  /**
   * Changes what is not null; a new password or role signs the user out everywhere.
   *
   * @param mayTouch refuses the roles that the caller may neither give nor take away
   */
  @Transactional
  public User edit(
      TenantId tenantId,
      UUID userId,
      UserChange change,
      @Nullable String ifMatch,
      Consumer<Role> mayTouch) {
    if (change.role() != null) {
      requireTenantRole(change.role());
    }
    User present = get(tenantId, userId);
    mayTouch.accept(present.role());
    Etag.requireMatch(ifMatch, present.version());
    String hash = change.password() == null ? null : hasher.hash(change.password());
    User changed =
        store
            .update(tenantId, present, change, hash)
            .orElseThrow(() ->
                new DomainError.PreconditionFailed(
                        RequestErrorCode.PRECONDITION_FAILED,
                        "somebody else changed the user meanwhile")
                    .toException());
    if (hash != null || change.role() != null) {
      logins.deleteOf(tenantId, userId);
    }
    if (change.role() != null) {
      accessChanges.fire(
          new AccessChanged(Optional.of(tenantId), userId, Optional.of(change.role())));
    }
    var changes =
        new Changes()
            .field("displayName", present.displayName(), changed.displayName())
            .field("role", present.role(), changed.role())
            .secret("password", hash != null);
    deeds.fire(deed("user.edited", changed, changes.asDetails()));
    return changed;
  }

  /** Shuts somebody out, at once; {@code mayTouch} as for an edit. */
  @Transactional
  public void delete(TenantId tenantId, UUID userId, Consumer<Role> mayTouch) {
    User deleted = store.delete(tenantId, userId).orElseThrow(IdentityErrorCode::userNotFound);
    // Refused after the deed, which is undone: nobody can be promoted in between.
    mayTouch.accept(deleted.role());
    accessChanges.fire(new AccessChanged(Optional.of(tenantId), userId, Optional.empty()));
    deeds.fire(deed("user.deleted", deleted, described(deleted)));
  }

  private static Deed deed(String action, User user, Map<String, Object> details) {
    return new Deed(user.tenantId(), action, "user/" + user.userId(), user.userId(), details);
  }

  private static Map<String, Object> described(User user) {
    return Map.of("username", user.username(), "role", user.role().toString());
  }

  private static void requireTenantRole(Role role) {
    if (role.isPlatform()) {
      throw new DomainError.Invalid(
              RequestErrorCode.VALIDATION_FAILED,
              "role %s is the platform's, not a tenant's".formatted(role),
              List.of(new Violation("role", "must be a role of a tenant")))
          .toException();
    }
  }
}
