package io.atalaya.api.health;

import io.atalaya.api.health.HealthStore.Result;
import io.atalaya.contract.id.StreamKey;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Writes results of looks together: a transaction costs more than what one camera writes in it. The
 * first result to come waits a moment for others; a thread lives as long as there are any. What
 * cannot be written is lost, its claim lapses, and the camera is looked at again; a batch that the
 * database refuses for what is in it is written one by one.
 */
@Singleton
final class HealthWriter {
  private static final Logger LOG = Logger.getLogger(HealthWriter.class);
  private static final long LINGER_MILLIS = 50;
  private static final int BATCH = 250;

  private final HealthStore store;
  private final HealthRules rules;
  private final HealthNews news;
  private final ExecutorService threads;

  /** As long as the syncs in flight are many, which is bounded. */
  private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();

  private final AtomicBoolean writing = new AtomicBoolean();

  private record Entry(Result result, CompletableFuture<Boolean> written) {}

  HealthWriter(
      HealthStore store,
      HealthRules rules,
      HealthNews news,
      @VirtualThreads ExecutorService threads) {
    this.store = store;
    this.rules = rules;
    this.news = news;
    this.threads = threads;
  }

  /** Completes with false when the camera is another by now, or another's. */
  CompletableFuture<Boolean> write(Result result) {
    var entry = new Entry(result, new CompletableFuture<>());
    queue.add(entry);
    startUnlessWriting();
    return entry.written;
  }

  private void startUnlessWriting() {
    if (!queue.isEmpty() && writing.compareAndSet(false, true)) {
      threads.execute(this::drain);
    }
  }

  private void drain() {
    try {
      var batch = new ArrayList<Entry>(BATCH);
      while (true) {
        Entry first = queue.poll(LINGER_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(LINGER_MILLIS);
        batch.add(first);
        queue.drainTo(batch, BATCH - 1);
        write(batch);
        batch.clear();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      writing.set(false);
      startUnlessWriting();
    }
  }

  private void write(List<Entry> batch) {
    try {
      List<Result> results = batch.stream().map(Entry::result).toList();
      var moves = new ArrayList<HealthMoved>();
      Set<StreamKey> written =
          QuarkusTransaction.requiringNew().call(() -> writtenAndTold(results, moves));
      HealthNews.log(moves);
      batch.forEach(entry -> entry.written.complete(written.contains(entry.result.report().key())));
    } catch (RuntimeException e) {
      if (batch.size() > 1 && HealthStore.isRefusal(e)) {
        batch.forEach(entry -> write(List.of(entry)));
        return;
      }
      LOG.errorf(e, "results of %d cameras were not written", batch.size());
      batch.forEach(entry -> entry.written.completeExceptionally(e));
    }
  }

  private Set<StreamKey> writtenAndTold(List<Result> results, List<HealthMoved> moves) {
    Set<StreamKey> written = store.write(results);
    for (Result result : results) {
      if (written.contains(result.report().key())) {
        Change.between(result.claimed().before(), result.report(), rules).ifPresent(moves::add);
      }
    }
    if (!moves.isEmpty()) {
      news.tell(moves);
    }
    return written;
  }
}
