package io.atalaya.api.camera;

import io.atalaya.api.camera.CameraChanged.Change;
import io.atalaya.api.event.EventType;
import io.atalaya.api.event.Events;
import io.atalaya.api.event.NewEvent;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.platform.Etag;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.tenant.TenantTerms;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.gateway.ProvisionRequest;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything one can do with cameras. Changes lock the tenant's row first, then the camera's, so
 * they queue behind each other and behind admissions of the same tenant, and of no other.
 */
@ApplicationScoped
public class Cameras {
  private final CameraStore store;
  private final SourceCheck sources;
  private final Tenants tenants;
  private final Event<CameraChanged> changes;
  private final Events events;
  private final CameraAudit audit;

  Cameras(
      CameraStore store,
      SourceCheck sources,
      Tenants tenants,
      Event<CameraChanged> changes,
      Events events,
      CameraAudit audit) {
    this.store = store;
    this.sources = sources;
    this.tenants = tenants;
    this.changes = changes;
    this.events = events;
    this.audit = audit;
  }

  /** What a PUT did. */
  public record Saved(Camera camera, boolean created) {}

  /** The tenant's cameras; all tenants' for people of the platform who named none. */
  public Page<Camera> list(Caller caller, PageRequest page) {
    List<Camera> rows =
        caller.role().isPlatform() && caller.acting().isEmpty()
            ? store.pageOfAll(page)
            : store.page(caller.tenant(), page);
    return Page.of(
        rows,
        page,
        camera -> List.of(camera.key().tenantId().value(), camera.key().cameraId().value()));
  }

  /** One camera, or {@code camera_not_found}. */
  public Camera get(Caller caller, CameraId id) {
    return existing(caller.tenant(), id);
  }

  /**
   * Makes a camera, or replaces what is said about it.
   *
   * @param onlyNew {@code camera_already_exists} instead of replacing
   */
  public Saved put(
      Caller caller, CameraId id, CameraBody body, @Nullable String ifMatch, boolean onlyNew) {
    TenantId tenant = caller.tenant();
    // Names are resolved before the transaction: nothing waits for a name server under a lock.
    CameraInput input = CameraInput.checked(body, sources);
    return QuarkusTransaction.requiringNew()
        .call(() -> putChecked(tenant, id, input, ifMatch, onlyNew));
  }

  private Saved putChecked(
      TenantId tenant, CameraId id, CameraInput input, @Nullable String ifMatch, boolean onlyNew) {
    var terms = tenants.lockTerms(tenant);
    Optional<CameraRow> row = store.lock(tenant, id);
    Optional<CameraRow> current = row.filter(found -> !found.deleting());
    if (current.isPresent()) {
      if (onlyNew) {
        throw CameraErrorCode.alreadyExists(id);
      }
      Etag.requireMatch(ifMatch, current.get().camera().version());
      return new Saved(
          replace(tenant, id, current.get(), input.forNew(id), lifecycleOf(current.get())), false);
    }
    if (ifMatch != null) {
      Etag.requireMatch(ifMatch.strip().equals("*") ? "\"none\"" : ifMatch, 0);
    }
    requireRoom(terms);
    CameraSettings settings = input.forNew(id);
    if (row.isPresent()) {
      store.revive(tenant, id, settings);
    } else {
      store.insert(tenant, id, settings);
    }
    audit.created(new StreamKey(tenant, id), settings);
    return new Saved(told(EventType.CAMERA_CREATED, announced(tenant, id)), true);
  }

  /** Changes what is said about a camera; what is left out stays. */
  public Camera patch(Caller caller, CameraId id, CameraBody body, @Nullable String ifMatch) {
    TenantId tenant = caller.tenant();
    CameraInput input = CameraInput.checked(body, sources);
    return QuarkusTransaction.requiringNew()
        .call(() -> {
          CameraRow current = locked(tenant, id);
          Etag.requireMatch(ifMatch, current.camera().version());
          return replace(tenant, id, current, input.over(current.settings()), lifecycleOf(current));
        });
  }

  /** Wanted on a gateway again; a second time changes nothing. */
  @Transactional
  public Camera provision(Caller caller, CameraId id) {
    return moved(caller, id, Lifecycle.PROVISIONED);
  }

  /** Not wanted on any gateway, but kept; a second time changes nothing. */
  @Transactional
  public Camera deprovision(Caller caller, CameraId id) {
    return moved(caller, id, Lifecycle.DEPROVISIONED);
  }

  private Camera moved(Caller caller, CameraId id, Lifecycle lifecycle) {
    CameraRow current = locked(caller.tenant(), id);
    return replace(caller.tenant(), id, current, current.settings(), lifecycle);
  }

  /** Gone for everybody at once; the row goes when the gateway has let go of it. */
  @Transactional
  public void delete(Caller caller, CameraId id, @Nullable String ifMatch) {
    TenantId tenant = caller.tenant();
    CameraRow current = locked(tenant, id);
    Etag.requireMatch(ifMatch, current.camera().version());
    store.markDeleting(tenant, id);
    StreamKey key = new StreamKey(tenant, id);
    audit.deleted(key, current.settings());
    changes.fire(new CameraChanged(key, Change.DELETED));
    events.record(NewEvent.ofCamera(key, EventType.CAMERA_DELETED, Map.of()));
  }

  /** One camera of a tenant, or {@code camera_not_found}; who asks was checked before. */
  public Camera existing(TenantId tenant, CameraId id) {
    return store.find(tenant, id).orElseThrow(() -> CameraErrorCode.notFound(id));
  }

  /** {@code entitlement_denied} when the tenant has as many as it may have. */
  public void requireRoom(TenantTerms terms) {
    int limit = terms.entitlements().maxCameras();
    if (store.count(terms.tenant().tenantId()) >= limit) {
      throw CameraErrorCode.tooManyCameras(limit);
    }
  }

  /** Those of a tenant's that exist, by their ids; who asks was checked before. */
  public Map<CameraId, Camera> existing(TenantId tenant, Collection<CameraId> ids) {
    return store.find(tenant, ids).stream()
        .collect(Collectors.toMap(camera -> camera.key().cameraId(), Function.identity()));
  }

  /** How many of its entitlement a tenant uses. */
  public int count(TenantId tenant) {
    return store.count(tenant);
  }

  /** How many cameras each tenant has that has any; for the operator. */
  public Map<TenantId, Integer> countByTenant() {
    return store.countByTenant();
  }

  /** How a gateway is told to pull the camera, as of now; holds the credentials. */
  @Transactional
  public Optional<ProvisionRequest> provisionRequest(StreamKey key) {
    return store
        .lock(key.tenantId(), key.cameraId())
        .map(row ->
            new ProvisionRequest(
                row.settings().source().revealed(),
                row.settings().pull().transport(),
                row.settings().pull().engine(),
                row.settings().pull().onDemand(),
                null,
                row.camera().generation()));
  }

  /** Drops a deleted camera's row, once no gateway has the camera; false if it was made anew. */
  public boolean purge(StreamKey key, long generation) {
    return store.purge(key.tenantId(), key.cameraId(), generation);
  }

  private CameraRow locked(TenantId tenant, CameraId id) {
    tenants.lockTerms(tenant);
    return store
        .lock(tenant, id)
        .filter(row -> !row.deleting())
        .orElseThrow(() -> CameraErrorCode.notFound(id));
  }

  private static Lifecycle lifecycleOf(CameraRow row) {
    return row.camera().lifecycle();
  }

  private Camera replace(
      TenantId tenant, CameraId id, CameraRow current, CameraSettings wanted, Lifecycle lifecycle) {
    boolean sameLifecycle = lifecycle == lifecycleOf(current);
    if (sameLifecycle && wanted.equals(current.settings())) {
      return current.camera();
    }
    boolean gatewayMustSee =
        !sameLifecycle
            || !wanted.source().equals(current.settings().source())
            || !wanted.pull().equals(current.settings().pull());
    store.update(tenant, id, wanted, lifecycle, gatewayMustSee);
    if (sameLifecycle) {
      audit.edited(current.camera().key(), current.settings(), wanted);
    } else {
      audit.moved(current.camera().key(), lifecycle);
    }
    return told(
        EventType.CAMERA_UPDATED, gatewayMustSee ? announced(tenant, id) : existing(tenant, id));
  }

  private Camera told(EventType type, Camera camera) {
    events.record(
        NewEvent.ofCamera(
            camera.key(),
            type,
            Map.of(
                "name", camera.name(),
                "enabled", camera.pull().enabled(),
                "lifecycle", camera.lifecycle().toString(),
                "generation", camera.generation())));
    return camera;
  }

  private Camera announced(TenantId tenant, CameraId id) {
    Camera camera = existing(tenant, id);
    changes.fire(
        new CameraChanged(camera.key(), camera.isWanted() ? Change.WANTED : Change.SWITCHED_OFF));
    return camera;
  }
}
