package io.atalaya.media.live;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callbacks that wait for a snapshot. Whoever takes a waiter out of the set calls it, so each is
 * called at most once, and one that was closed never.
 */
final class Waiters {
  private static final Logger LOG = LoggerFactory.getLogger(Waiters.class);

  private final int bound;
  private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();

  Waiters(int bound) {
    this.bound = bound;
  }

  Registration add(
      Predicate<LiveSnapshot> until,
      Consumer<LiveSnapshot> onReady,
      Supplier<LiveSnapshot> current) {
    var waiter = new Waiter(until, onReady);
    waiting.add(waiter);
    // Looked at only now: a snapshot published from here on finds the waiter in the set.
    LiveSnapshot snapshot = current.get();
    if (waiting.size() > bound || waiter.isDue(snapshot)) {
      waiter.call(snapshot);
    }
    return waiter;
  }

  void published(LiveSnapshot snapshot) {
    for (Waiter waiter : waiting) {
      if (waiter.isDue(snapshot)) {
        waiter.call(snapshot);
      }
    }
  }

  int size() {
    return waiting.size();
  }

  private final class Waiter implements Registration {
    private final Predicate<LiveSnapshot> until;
    private final Consumer<LiveSnapshot> onReady;

    Waiter(Predicate<LiveSnapshot> until, Consumer<LiveSnapshot> onReady) {
      this.until = until;
      this.onReady = onReady;
    }

    boolean isDue(LiveSnapshot snapshot) {
      return snapshot.ended() || until.test(snapshot);
    }

    void call(LiveSnapshot snapshot) {
      if (!waiting.remove(this)) {
        return;
      }
      try {
        onReady.accept(snapshot);
      } catch (RuntimeException e) {
        LOG.error("a reader's callback failed; the stream goes on", e);
      }
    }

    @Override
    public void close() {
      waiting.remove(this);
    }
  }
}
