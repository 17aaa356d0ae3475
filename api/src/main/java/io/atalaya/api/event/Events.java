package io.atalaya.api.event;

import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;

/**
 * Tells what happened, in the very transaction in which it happens: both are there, or neither.
 *
 * <p>Whoever changes something calls {@link #record} next to the write, within the same
 * {@code @Transactional} method (there is no call without one):
 *
 * <pre>{@code
 * events.record(
 *     NewEvent.ofCamera(key, EventType.CAMERA_OFFLINE, Map.of("reason", reason, "message", text)));
 * }</pre>
 *
 * <p>A batch over many tenants goes by {@link #recordAll}: one statement whatever their number.
 * Readers see it a moment after the commit. Sessions need no call: the database tells of them.
 *
 * <p>Any thread.
 */
@Singleton
public class Events {
  private final EventStore store;

  Events(EventStore store) {
    this.store = store;
  }

  /** Tells one thing. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(NewEvent event) {
    TenantId tenant = event.tenant();
    if (tenant == null) {
      store.insertAll(List.of(event));
    } else {
      store.insert(tenant, event);
    }
  }

  /** Tells many, in their order; of several tenants too. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void recordAll(List<NewEvent> events) {
    if (!events.isEmpty()) {
      store.insertAll(events);
    }
  }
}
