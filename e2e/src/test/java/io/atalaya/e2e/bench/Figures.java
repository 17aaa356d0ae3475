package io.atalaya.e2e.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Samples of one quantity, printed as minimum, median, 95th percentile and maximum. */
final class Figures {
  private final String name;
  private final String unit;
  private final List<Double> samples = new ArrayList<>();

  Figures(String name, String unit) {
    this.name = name;
    this.unit = unit;
  }

  void add(double sample) {
    samples.add(sample);
  }

  /** The time since {@code startNanos}, in milliseconds. */
  void addMillisSince(long startNanos) {
    add((System.nanoTime() - startNanos) / 1e6);
  }

  void print() {
    Collections.sort(samples);
    System.out.printf(
        Locale.ROOT,
        "%-44s n=%-4d min %8.1f  median %8.1f  p95 %8.1f  max %8.1f %s%n",
        name,
        samples.size(),
        at(0),
        at(0.5),
        at(0.95),
        at(1),
        unit);
  }

  private double at(double share) {
    return samples.get((int) Math.round(share * (samples.size() - 1)));
  }
}
