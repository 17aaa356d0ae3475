package io.atalaya.gateway.ingest;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who is watching one camera: how many, and since when nobody. Thread-safe. */
public final class Audience {
  private final InstantSource clock;
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Guarded by this. */
  private int viewers;

  /** Guarded by this; means something only while there are no viewers. */
  private Instant emptySince = Instant.EPOCH;

  Audience(InstantSource clock) {
    this.clock = clock;
  }

  /** One viewer, until closed. */
  public final class Seat implements AutoCloseable {
    private final AtomicBoolean left = new AtomicBoolean();

    /** Leaves; again does nothing. */
    @Override
    public void close() {
      if (left.compareAndSet(false, true)) {
        change(-1);
      }
    }
  }

  /** A viewer comes. */
  public Seat join() {
    change(1);
    return new Seat();
  }

  /** How many are watching. */
  public synchronized int viewers() {
    return viewers;
  }

  /** Whether somebody watches, or did after {@code instant}. */
  synchronized boolean wasPresentAfter(Instant instant) {
    return viewers > 0 || emptySince.isAfter(instant);
  }

  /** Called, on the viewer's thread and without a lock, after each change. */
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  void forget(Runnable listener) {
    listeners.remove(listener);
  }

  private void change(int by) {
    synchronized (this) {
      viewers += by;
      if (viewers == 0) {
        emptySince = clock.instant();
      }
    }
    listeners.forEach(Runnable::run);
  }
}
