package io.atalaya.api.tenant;

import io.atalaya.contract.id.TenantId;
import java.util.function.IntUnaryOperator;

/**
 * A feature's part in removing a tenant; a CDI bean. Each step opens its own transactions, may be
 * run again after a crash half-way, and then does only what is left.
 */
public interface TenantTeardownStep {
  /** Rows that {@link #inBatches} removes in one transaction. */
  int BATCH = 5_000;

  /** Sessions are ended; nobody watches. */
  int SESSIONS_ENDED = 100;

  /** The gateway has confirmed that it runs nothing of the tenant. */
  int GATEWAY_EMPTY = 200;

  /** Sessions' rows are gone. */
  int SESSIONS_PURGED = 300;

  /** Cameras' rows are gone. */
  int CAMERAS_PURGED = 400;

  /** People and keys are gone. */
  int PEOPLE_PURGED = 500;

  /** Nobody is told of it any more. */
  int WEBHOOKS_PURGED = 540;

  /** What was told of it is gone. */
  int EVENTS_PURGED = 550;

  /** The audit's rows are gone. */
  int AUDIT_PURGED = 600;

  /** When: one of the constants above; the smallest goes first. */
  int order();

  /** How the report calls it, lower_snake. */
  String name();

  /**
   * Does it.
   *
   * @return how many things were ended or removed
   * @throws io.atalaya.contract.error.DomainException when it can't be done now; what follows waits
   *     for the next try
   */
  int run(TenantId tenantId);

  /**
   * Removes what may be much, a batch after the other. Each is a transaction of its own, so a crash
   * loses none of the work.
   *
   * @param purge removes up to so many and returns how many it did
   * @return how many were removed in all
   */
  static int inBatches(IntUnaryOperator purge) {
    int removed = 0;
    int batch;
    do {
      batch = purge.applyAsInt(BATCH);
      removed += batch;
    } while (batch == BATCH);
    return removed;
  }
}
