package io.atalaya.gateway.engine.inprocess;

import io.atalaya.gateway.platform.Threads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads every camera once in a tick. It asks no selector who has something: at 25 pictures a second
 * nearly all have, so a read that finds nothing is rarer, and cheaper, than a notice of one that
 * would. What waits a tick in the socket costs no more to read than what comes alone, so the tick
 * is the price of ingest, and it is what the latency pays: half of it on average.
 *
 * <p>A sweeper lives as long as there is something to sweep.
 */
final class Sweeper {
  /** Larger than any RTSP message and than any interleaved packet. */
  private static final int SCRATCH_BYTES = 512 * 1024;

  private final String name;
  private final Duration tick;
  private final Set<Pull> pulls = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();

  /** Guarded by {@link #lock}. */
  private boolean running;

  Sweeper(String name, Duration tick) {
    this.name = name;
    this.tick = tick;
  }

  int size() {
    return pulls.size();
  }

  /** Where there is no memory to begin with, that is thrown at who adds, and the next one may. */
  void add(Pull pull) {
    synchronized (lock) {
      pulls.add(pull);
      if (!running) {
        ByteBuf scratch = Unpooled.directBuffer(SCRATCH_BYTES, SCRATCH_BYTES);
        Thread _ = Threads.startPlatform(name, () -> run(scratch));
        running = true;
      }
    }
  }

  void remove(Pull pull) {
    pulls.remove(pull);
  }

  private void run(ByteBuf scratch) {
    try {
      long next = System.nanoTime();
      while (!isDone()) {
        long now = System.nanoTime();
        pulls.removeIf(pull -> !pull.sweep(scratch, now));
        next = Math.max(next + tick.toNanos(), System.nanoTime());
        park(next);
      }
    } finally {
      scratch.release();
    }
  }

  private boolean isDone() {
    synchronized (lock) {
      if (pulls.isEmpty()) {
        running = false;
      }
      return !running;
    }
  }

  private static void park(long until) {
    long left = until - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = until - System.nanoTime();
    }
  }
}
