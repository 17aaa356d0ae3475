package io.atalaya.api.platform;

import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The only way to the tables, and always inside a scope: one tenant, or expressly all of them.
 *
 * <p>The role we sign in with may touch no table. A scope switches the transaction to a role that
 * may, and names the tenant that row-level security compares with; both fall away with the
 * transaction. A query that forgot its scope therefore fails instead of leaking.
 *
 * <p>Each call joins the running transaction or opens one. Scopes nest: after an inner scope the
 * outer one is in force again. Entering the scope one is in already costs nothing. Any thread.
 */
@Singleton
public final class Database {
  private static final Object SCOPE_KEY = Database.class.getName();

  /** Of the pool's 16: three tenants that hammer still leave some to the others. */
  private static final int CONNECTIONS_OF_ONE_TENANT = 4;

  private static final int MAX_WAITING = 1_000;
  private static final Duration MAX_WAIT = Duration.ofSeconds(5);

  private final Jdbi jdbi;
  private final TransactionSynchronizationRegistry transactions;
  private final TenantShares shares =
      new TenantShares(CONNECTIONS_OF_ONE_TENANT, MAX_WAITING, MAX_WAIT);

  Database(Jdbi jdbi, TransactionSynchronizationRegistry transactions) {
    this.jdbi = jdbi;
    this.transactions = transactions;
  }

  /**
   * Runs {@code work} where only {@code tenant}'s rows exist; a transaction that begins with it is
   * of the tenant's share of the connections.
   */
  public <T extends @Nullable Object> T inTenant(TenantId tenant, Function<Handle, T> work) {
    return within(new Scope("atalaya_tenant", tenant.value()), work);
  }

  /** Runs {@code work} over all tenants; for {@link CrossTenant} methods of stores only. */
  public <T extends @Nullable Object> T acrossTenants(Function<Handle, T> work) {
    return within(new Scope("atalaya_platform", ""), work);
  }

  private <T extends @Nullable Object> T within(Scope scope, Function<Handle, T> work) {
    if (transactions.getTransactionKey() != null) {
      return scoped(scope, work);
    }
    return QuarkusTransaction.requiringNew().call(() -> scoped(scope, work));
  }

  private <T extends @Nullable Object> T scoped(Scope scope, Function<Handle, T> work) {
    if (!scope.tenant.isEmpty() && transactions.getResource(SCOPE_KEY) == null) {
      takeShare(new TenantId(scope.tenant));
    }
    try (Handle handle = jdbi.open()) {
      Scope outer = (Scope) transactions.getResource(SCOPE_KEY);
      if (scope.equals(outer)) {
        return work.apply(handle);
      }
      enter(handle, scope);
      if (outer == null) {
        return work.apply(handle);
      }
      return nested(handle, outer, work);
    }
  }

  /** Before the transaction has a connection; given back when it is over, however it ends. */
  private void takeShare(TenantId tenant) {
    shares.enter(tenant);
    boolean registered = false;
    try {
      transactions.registerInterposedSynchronization(
          new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
              shares.leave(tenant);
            }
          });
      registered = true;
    } finally {
      if (!registered) {
        shares.leave(tenant);
      }
    }
  }

  private <T extends @Nullable Object> T nested(
      Handle handle, Scope outer, Function<Handle, T> work) {
    T result;
    try {
      result = work.apply(handle);
    } catch (RuntimeException failure) {
      try {
        enter(handle, outer);
      } catch (RuntimeException aborted) {
        // After a failed statement the transaction takes no other: nothing can run in either scope.
        failure.addSuppressed(aborted);
      }
      throw failure;
    }
    enter(handle, outer);
    return result;
  }

  private void enter(Handle handle, Scope scope) {
    handle
        .createQuery(
            "select set_config('role', :role, true), set_config('app.tenant', :tenant, true)")
        .bind("role", scope.role)
        .bind("tenant", scope.tenant)
        .mapTo(String.class)
        .one();
    transactions.putResource(SCOPE_KEY, scope);
  }

  private record Scope(String role, String tenant) {}
}
