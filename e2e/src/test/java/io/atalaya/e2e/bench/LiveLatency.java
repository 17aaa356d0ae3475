package io.atalaya.e2e.bench;

import io.atalaya.e2e.RunningProduct;
import java.time.Duration;

/**
 * How far behind the gateway's clock the picture in the browser is: the program date-time of the
 * frame on the screen against now, as the player's badge shows it. The program date-time is when
 * the gateway received the frame; what the camera and its network add comes on top.
 */
final class LiveLatency {
  private static final int SAMPLES = 60;
  private static final double SETTLE_MILLIS = Duration.ofSeconds(15).toMillis();
  private static final double PERIOD_MILLIS = 1_000;
  private static final String LATENCY =
      "() => Number(document.querySelector('[data-seconds]').dataset.seconds) * 1000";

  private LiveLatency() {}

  public static void main(String[] args) {
    var figures = new Figures("received by the gateway to shown", "ms");
    try (var viewer = new Viewer()) {
      var page = viewer.watch(RunningProduct.shared(), "acme", "lobby");
      page.waitForTimeout(SETTLE_MILLIS);
      for (int i = 0; i < SAMPLES; i++) {
        figures.add(((Number) page.evaluate(LATENCY)).doubleValue());
        page.waitForTimeout(PERIOD_MILLIS);
      }
    }
    figures.print();
    System.exit(0); // the shared product stops with this JVM
  }
}
