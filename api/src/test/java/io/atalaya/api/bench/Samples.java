package io.atalaya.api.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** How long each of many equal calls took. */
final class Samples {
  /** One call. */
  interface Call {
    void run() throws Exception;
  }

  private final List<Double> millis = new ArrayList<>();
  private double seconds;

  /** Runs each caller's call again and again, all of them at once, for so long. */
  static Samples of(Duration time, List<Call> callers) throws Exception {
    var all = new Samples();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<List<Double>>>();
      for (Call caller : callers) {
        Callable<List<Double>> loop = () -> loop(caller, end);
        running.add(threads.submit(loop));
      }
      for (var one : running) {
        all.millis.addAll(one.get(time.toSeconds() + 60, TimeUnit.SECONDS));
      }
    }
    all.seconds = (System.nanoTime() - start) / 1e9;
    return all;
  }

  private static List<Double> loop(Call caller, long end) throws Exception {
    var took = new ArrayList<Double>();
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      caller.run();
      took.add((System.nanoTime() - start) / 1e6);
    }
    return took;
  }

  void add(Samples more) {
    millis.addAll(more.millis);
    seconds += more.seconds;
  }

  double perSecond() {
    return millis.size() / seconds;
  }

  void print(String name) {
    Collections.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%-46s %8.1f /s   p50 %7.2f ms   p99 %7.2f ms   n=%d%n",
        name,
        perSecond(),
        at(0.5),
        at(0.99),
        millis.size());
  }

  private double at(double share) {
    return millis.get((int) Math.round(share * (millis.size() - 1)));
  }
}
