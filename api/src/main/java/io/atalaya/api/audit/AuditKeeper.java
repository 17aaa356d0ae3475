package io.atalaya.api.audit;

import io.atalaya.api.platform.Background;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.platform.Retention;
import io.atalaya.api.tenant.Tenant;
import io.atalaya.api.tenant.TenantTerms;
import io.atalaya.api.tenant.Tenants;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes the counts that are due and removes what is too old; every replica may. A tenant's events
 * are kept as long as it is entitled to, those of no tenant as long as everything else.
 */
@Singleton
final class AuditKeeper {
  /** Looked at in one sweep, by id; the next one goes on with those that follow. */
  private static final int TENANTS = 100;

  private static final int BATCH = 1_000;

  /** Of one tenant in one sweep: rows come in as fast as people watch, and go out as fast. */
  private static final int BATCHES = 10;

  private final AuditStore store;
  private final Refusals refusals;
  private final Retention retention;
  private final Tenants tenants;

  /** Where the next sweep begins; null at the first tenant. Sweeps never overlap. */
  private volatile @Nullable String cursor;

  AuditKeeper(AuditStore store, Refusals refusals, Retention retention, Tenants tenants) {
    this.store = store;
    this.refusals = refusals;
    this.retention = retention;
    this.tenants = tenants;
  }

  @Scheduled(every = "${atalaya.sweep-interval:5s}", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  @Background
  void sweep() {
    refusals.flush();
    store.purgePlatformOlderThan(retention.age(), BATCH);
    Page<Tenant> page = tenants.page(PageRequest.of(TENANTS, cursor, 1));
    tenants.terms(page.items()).forEach(this::purge);
    cursor = page.nextCursor();
  }

  /** Each batch is a transaction of its own. */
  private void purge(TenantTerms terms) {
    Duration age = Duration.ofDays(terms.entitlements().auditRetentionDays());
    int left = BATCHES;
    int removed;
    do {
      removed = store.purgeOlderThan(terms.tenant().tenantId(), age, BATCH);
      left--;
    } while (removed == BATCH && left > 0);
  }
}
