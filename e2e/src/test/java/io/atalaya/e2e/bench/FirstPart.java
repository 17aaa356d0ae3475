package io.atalaya.e2e.bench;

import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.Viewing;
import java.io.IOException;
import java.util.Map;

/**
 * From registering a camera to its first playable part, as a program sees it: PUT the camera, ask
 * for a stream token, open the playlist (which the gateway holds until there is a part). The
 * camera's key frames are a second apart, and each run meets it at another moment.
 */
final class FirstPart {
  private static final int RUNS = 20;
  private static final int ATTEMPTS = 50;
  private static final long PAUSE_MILLIS = 20;
  private static final long KEY_FRAMES_MILLIS = 1_000;

  private FirstPart() {}

  public static void main(String[] args) throws Exception {
    var figures = new Figures("provision to first playable part", "ms");
    RunningProduct product = RunningProduct.shared();
    var admin = ApiSession.signIn(product, product.user("acme", "tenant_admin"));
    var camera =
        Map.of("name", "Bench", "source", product.source("acme", "lobby"), "enabled", true);
    for (int i = 0; i < RUNS; i++) {
      String path = "cameras/bench-" + i;
      Thread.sleep(KEY_FRAMES_MILLIS * i / RUNS); // the run before ended with a key frame
      long start = System.nanoTime();
      admin.call("PUT", path, camera).expect(201);
      try (var _ = opened(admin, "bench-" + i)) {
        figures.addMillisSince(start);
      }
      admin.call("DELETE", path, Map.of()).expect(204);
    }
    figures.print();
    System.exit(0); // the shared product stops with this JVM
  }

  /** The api tells the gateway after it has answered us; until then the gateway says 404. */
  private static Viewing opened(ApiSession viewer, String cameraId) throws Exception {
    IOException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return Viewing.open(viewer, cameraId);
      } catch (IOException e) {
        last = e;
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    throw last;
  }
}
