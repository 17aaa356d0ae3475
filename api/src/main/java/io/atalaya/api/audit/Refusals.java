package io.atalaya.api.audit;

import io.atalaya.api.platform.Ids;
import io.atalaya.contract.id.TenantId;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Writes down what was refused, in a transaction of its own: the refused one was rolled back.
 *
 * <p>Whoever is refused can ask again at once and for ever, so rows must not follow requests. Of
 * each refusal (who, what, code) the first in a minute is a row at once; its repetitions are only
 * counted, and make one more row with their {@code count} when the minute is over. A tenant has at
 * most {@value RefusalWindow#MAX_KINDS} such kinds a minute; what exceeds them is counted together.
 * So a tenant writes at most {@code 2 * MAX_KINDS + 1} rows a minute through each replica, and so
 * does the platform with what belongs to no tenant. A replica that is killed loses the counts of
 * its last minute, never a first refusal.
 *
 * <p>Any thread.
 */
@Singleton
public class Refusals {
  private static final Logger LOG = Logger.getLogger(Refusals.class);
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final AuditStore store;
  private final Origins origins;
  private final Ids ids;
  private final InstantSource clock;

  /** Guards the windows; held for a look-up, never over a query. */
  private final Object lock = new Object();

  /** By tenant; empty is what belongs to none. */
  private final Map<Optional<TenantId>, RefusalWindow> windows = new HashMap<>();

  Refusals(AuditStore store, Origins origins, Ids ids, InstantSource clock) {
    this.store = store;
    this.origins = origins;
    this.ids = ids;
    this.clock = clock;
  }

  /** Of a tenant's. */
  public void note(TenantId tenant, Fact fact) {
    note(Optional.of(tenant), fact);
  }

  /** Whatever goes wrong here is ours to log; the caller's answer is the refusal all the same. */
  void note(Optional<TenantId> tenant, Fact fact) {
    var refusal = new RefusalWindow.Refusal(fact, origins.current());
    Instant now = clock.instant();
    List<RefusalWindow.Refusal> due = new ArrayList<>();
    synchronized (lock) {
      takeOver(tenant, now).ifPresent(over -> due.addAll(over.repeated()));
      windows
          .computeIfAbsent(tenant, _ -> new RefusalWindow(now.plus(WINDOW)))
          .add(refusal)
          .ifPresent(due::add);
    }
    due.forEach(each -> write(tenant, each));
  }

  /** Writes the counts of minutes that are over. */
  void flush() {
    flush(clock.instant());
  }

  void onStop(@Observes ShutdownEvent stopping) {
    flush(Instant.MAX);
  }

  private void flush(Instant now) {
    Map<Optional<TenantId>, List<RefusalWindow.Refusal>> due = new HashMap<>();
    synchronized (lock) {
      for (Optional<TenantId> tenant : List.copyOf(windows.keySet())) {
        takeOver(tenant, now).ifPresent(over -> due.put(tenant, over.repeated()));
      }
    }
    due.forEach((tenant, refusals) -> refusals.forEach(each -> write(tenant, each)));
  }

  /** Holding the lock. */
  private Optional<RefusalWindow> takeOver(Optional<TenantId> tenant, Instant now) {
    RefusalWindow window = windows.get(tenant);
    if (window == null || now.isBefore(window.endsAt())) {
      return Optional.empty();
    }
    windows.remove(tenant);
    return Optional.of(window);
  }

  private void write(Optional<TenantId> tenant, RefusalWindow.Refusal refusal) {
    Fact fact = refusal.fact();
    Origin origin = refusal.origin();
    try {
      tenant.ifPresentOrElse(
          of -> store.insertUnlessLeaving(of, ids.next(), fact, origin),
          () -> store.insertOfPlatform(ids.next(), fact, origin));
    } catch (RuntimeException failure) {
      LOG.errorf(
          failure,
          "could not write down a refusal of tenant %s",
          tenant.map(TenantId::value).orElse("none"));
    }
  }
}
