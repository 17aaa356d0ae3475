package io.atalaya.e2e.bench;

import io.atalaya.e2e.RunningProduct;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * From starting the launcher to the first decoded frame in the portal: on an empty data folder, and
 * again on what it left. The build is not in it; the browser is open already.
 */
final class FirstPicture {
  private static final int WARM_RUNS = 5;

  private FirstPicture() {}

  public static void main(String[] args) throws Exception {
    Path data = Files.createTempDirectory("atalaya-bench-");
    var ports = RunningProduct.Ports.free();
    try (var viewer = new Viewer()) {
      run(viewer, data, ports, "empty data folder", 1);
      run(viewer, data, ports, "restart on existing data", WARM_RUNS);
    }
  }

  private static void run(
      Viewer viewer, Path data, RunningProduct.Ports ports, String title, int runs)
      throws Exception {
    var serving = new Figures(title + ": everything serves", "ms");
    var picture = new Figures(title + ": first frame", "ms");
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      try (var product = RunningProduct.demo(data, ports)) {
        serving.addMillisSince(start);
        var page = viewer.watch(product, "acme", "lobby");
        picture.addMillisSince(start);
        viewer.leave(page);
      }
    }
    serving.print();
    picture.print();
  }
}
