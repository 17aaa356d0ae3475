package io.atalaya.api.identity;

import io.atalaya.api.platform.Cursor;
import io.atalaya.api.platform.Deed;
import io.atalaya.api.platform.Ids;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The credentials of a tenant's programs. Callers have asked {@code policy} already. */
@Singleton
public class ApiKeys {
  private static final String PREFIX = "atk_";

  private final ApiKeyStore store;
  private final Tenants tenants;
  private final Ids ids;
  private final SecureRandom random;
  private final Event<AccessChanged> accessChanges;
  private final Event<Deed> deeds;

  ApiKeys(
      ApiKeyStore store,
      Tenants tenants,
      Ids ids,
      SecureRandom random,
      Event<AccessChanged> accessChanges,
      Event<Deed> deeds) {
    this.store = store;
    this.tenants = tenants;
    this.ids = ids;
    this.random = random;
    this.accessChanges = accessChanges;
    this.deeds = deeds;
  }

  /** A page, the oldest first. */
  public Page<ApiKey> page(TenantId tenantId, PageRequest request) {
    request.after().forEach(Cursor::requireUuid);
    return Page.of(store.page(tenantId, request), request, key -> List.of(key.keyId().toString()));
  }

  /** A new key. */
  public MadeApiKey create(TenantId tenantId, String name, Role role) {
    if (role.isPlatform()) {
      throw new DomainError.Invalid(
              RequestErrorCode.VALIDATION_FAILED,
              "role %s is the platform's, not a tenant's".formatted(role),
              List.of(new Violation("role", "must be a role of a tenant")))
          .toException();
    }
    SecretToken secret = SecretToken.make(PREFIX, Optional.of(tenantId), random);
    ApiKey key =
        QuarkusTransaction.joiningExisting()
            .call(() -> {
              ApiKey made = store.insert(tenantId, ids.next(), name, role, secret.hash());
              deeds.fire(deed("api_key.created", tenantId, made));
              return made;
            });
    return new MadeApiKey(key, secret.text());
  }

  /**
   * Takes a key back, at once; {@code api_key_not_found}.
   *
   * @param mayTouch refuses the roles that the caller may neither give nor take away
   */
  @Transactional
  public void delete(TenantId tenantId, UUID keyId, Consumer<Role> mayTouch) {
    ApiKey deleted =
        store
            .delete(tenantId, keyId)
            .orElseThrow(() ->
                new DomainError.NotFound(
                        IdentityErrorCode.API_KEY_NOT_FOUND, "there is no such API key")
                    .toException());
    mayTouch.accept(deleted.role());
    accessChanges.fire(new AccessChanged(Optional.of(tenantId), keyId, Optional.empty()));
    deeds.fire(deed("api_key.deleted", tenantId, deleted));
  }

  /** Which program presents this secret; empty when it is not, or no longer, a key. */
  public Optional<Caller> callerOf(String secret) {
    return SecretToken.parse(PREFIX, secret)
        .flatMap(token ->
            token
                .tenantId()
                .filter(this::isAdmitted)
                .flatMap(tenant -> store.findBySecret(tenant, token.hash())))
        .map(ApiKey::asCaller);
  }

  /** The program that a key of the tenant stands for; empty when there is no such key. */
  public Optional<Caller> find(TenantId tenantId, UUID keyId) {
    return store.find(tenantId, keyId).map(ApiKey::asCaller);
  }

  private static Deed deed(String action, TenantId tenantId, ApiKey key) {
    Map<String, Object> details = Map.of("name", key.name(), "role", key.role().toString());
    return Deed.in(tenantId, action, "api_key/" + key.keyId(), details).about(key.keyId());
  }

  private boolean isAdmitted(TenantId tenantId) {
    return tenants.find(tenantId).filter(tenant -> tenant.state().admitsPeople()).isPresent();
  }
}
