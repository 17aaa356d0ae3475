package io.atalaya.api.health;

import io.atalaya.api.platform.Ids;
import io.atalaya.api.platform.Settings;
import io.atalaya.contract.id.StreamKey;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * The scheduler, one of as many as there are replicas: takes what is due, as much as it can begin
 * at once, and begins it. It keeps no queue of its own, so that nothing waits here that another
 * replica could do, and it waits for no sync, so that a straggler holds up nobody.
 *
 * <p>What is due at a gateway that has no place left is given back for a moment: a gateway that
 * answers slowly, or not at all, fills its own lane and not the others'.
 */
@Singleton
final class HealthLoop {
  private static final Logger LOG = Logger.getLogger(HealthLoop.class);

  /** How long it rests when nothing is due. */
  private static final long IDLE_MILLIS = 250;

  /** And when something was: the next turn is to take many, for each asks every tenant. */
  private static final long TICK_MILLIS = 100;

  /** And when there was more than it could take: until some places are free again. */
  private static final long FULL_MILLIS = 20;

  private static final int BATCH = 200;

  /** How soon what found its gateway busy is taken again. */
  private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);

  /** How long the api's end waits for what was begun. */
  private static final Duration FINISH = Duration.ofSeconds(3);

  private final ClaimStore claims;
  private final Syncs syncs;
  private final Lanes lanes;
  private final HealthRules rules;
  private final HealthMeters meters;
  private final Ids ids;
  private final ExecutorService threads;
  private final Semaphore wakes = new Semaphore(0);
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean stopping;

  HealthLoop(
      ClaimStore claims,
      Syncs syncs,
      Lanes lanes,
      HealthRules rules,
      HealthMeters meters,
      Ids ids,
      @VirtualThreads ExecutorService threads) {
    this.claims = claims;
    this.syncs = syncs;
    this.lanes = lanes;
    this.rules = rules;
    this.meters = meters;
    this.ids = ids;
    this.threads = threads;
  }

  void start(@Observes StartupEvent event, Settings settings) {
    if (settings.health().loop()) {
      begin();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    end();
    syncs.awaitFinished(FINISH);
  }

  /** Runs until {@link #end}. */
  void begin() {
    threads.execute(this::run);
  }

  /** Takes no more; what was begun goes on. An interruption would break its connection. */
  void end() {
    stopping = true;
    wake();
  }

  /** Something is due now. */
  void wake() {
    wakes.release();
  }

  private void run() {
    try {
      while (!stopping) {
        boolean _ = wakes.tryAcquire(rest(turnSafely()), TimeUnit.MILLISECONDS);
        wakes.drainPermits();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static long rest(Turn turn) {
    if (turn.isFull()) {
      return FULL_MILLIS;
    }
    return turn.taken() == 0 ? IDLE_MILLIS : TICK_MILLIS;
  }

  private Turn turnSafely() {
    try {
      return turn();
    } catch (RuntimeException e) {
      LOG.error("a turn of the health loop failed", e);
      return Turn.NONE;
    }
  }

  /**
   * What a turn came to.
   *
   * @param taken of which some found their gateway busy: behind them may be others that do not
   * @param isFull there may be more: of somebody, or of one tenant that had its share
   */
  record Turn(int taken, boolean isFull, List<CompletableFuture<SyncResult>> begun) {
    static final Turn NONE = new Turn(0, false, List.of());
  }

  /** Takes what is due and can be begun, and begins it. */
  Turn turn() {
    int free = Math.min(rules.limits().total() - running.get(), lanes.free());
    int most = Math.min(BATCH, free);
    if (most <= 0) {
      return new Turn(0, true, List.of());
    }
    UUID claim = ids.next();
    List<Claimed> taken =
        claims.claimDue(claim, rules.looks().claim(), rules.limits().perTenantTurn(), most);
    var begun = new ArrayList<CompletableFuture<SyncResult>>();
    var busy = new ArrayList<StreamKey>();
    for (Claimed one : taken) {
      Lane lane = lanes.of(one.wanted().key());
      if (lane.tryEnter()) {
        begun.add(begun(one, lane));
      } else {
        busy.add(one.wanted().key());
      }
    }
    claims.release(busy, claim, BUSY_PAUSE);
    meters.busy(busy.size());
    boolean isFull = taken.size() >= Math.min(most, rules.limits().perTenantTurn());
    return new Turn(taken.size(), isFull, begun);
  }

  private CompletableFuture<SyncResult> begun(Claimed claimed, Lane lane) {
    running.incrementAndGet();
    CompletableFuture<SyncResult> result = syncs.start(claimed, lane, Cause.SCHEDULED);
    return result.whenComplete((_, _) -> running.decrementAndGet());
  }
}
