package io.atalaya.testkit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What one sees: decoded pictures. */
@Execution(ExecutionMode.CONCURRENT)
class PictureTest {
  private static final int CLIP_SECONDS = 12;
  private static final int FRAMES_PER_SECOND = 15;
  private static final int ATTEMPTS = 10;

  @Test
  void pictures_follow_one_another_and_the_clock(@TempDir Path folder) throws Exception {
    try (var simulator = CameraSimulator.start(SimulatorOptions.loopback())) {
      boolean whole = false;
      for (int attempt = 1; !whole; attempt++) {
        String camera = "acme/lobby-" + attempt;
        simulator.add(Camera.named(camera).clip(Clip.bundled("acme-lobby")));
        Instant asked = Instant.now();
        // The eight squares, one byte each.
        byte[] squares =
            decode(
                simulator.url(camera),
                "crop=320:40:0:320,scale=8:1:flags=area,format=gray",
                40,
                folder.resolve("squares"));
        // On a machine that halts a camera leaves frames out, and says so.
        whole = simulator.counters(camera).framesDropped() == 0 || attempt == ATTEMPTS;
        if (whole) {
          assertFollow(squares, asked);
        }
      }
    }
  }

  private static void assertFollow(byte[] squares, Instant asked) {
    int first = number(squares, 0);
    assertEquals(0, first % FRAMES_PER_SECOND);
    long secondsLater =
        Math.floorMod(first / FRAMES_PER_SECOND - asked.getEpochSecond(), CLIP_SECONDS);
    long secondsTaken = Duration.between(asked, Instant.now()).toSeconds() + 1;
    assertTrue(secondsLater <= secondsTaken, secondsLater + " of " + secondsTaken);
    for (int frame = 1; frame < 40; frame++) {
      int expected = (first + frame) % (CLIP_SECONDS * FRAMES_PER_SECOND);
      assertEquals(expected, number(squares, frame));
    }
  }

  private static int number(byte[] squares, int frame) {
    int number = 0;
    for (int bit = 0; bit < 8; bit++) {
      number = 2 * number + ((squares[8 * frame + bit] & 0xff) > 127 ? 1 : 0);
    }
    return number;
  }

  @Test
  void the_same_camera_of_two_tenants_has_different_colours(@TempDir Path folder) throws Exception {
    try (var simulator = CameraSimulator.start(SimulatorOptions.loopback())) {
      for (String tenant : new String[] {"acme", "globex"}) {
        simulator.add(Camera.named(tenant + "/lobby").clip(Clip.bundled(tenant + "-lobby")));
      }
      String corner = "crop=30:30:600:5,scale=1:1:flags=area,format=rgb24";
      byte[] acme = decode(simulator.url("acme/lobby"), corner, 1, folder.resolve("acme"));
      byte[] globex = decode(simulator.url("globex/lobby"), corner, 1, folder.resolve("globex"));
      assertTrue((acme[0] & 0xff) - (acme[2] & 0xff) > 100, "acme is orange");
      assertTrue((globex[2] & 0xff) - (globex[0] & 0xff) > 100, "globex is blue");
    }
  }

  private static byte[] decode(String url, String filter, int frames, Path into) throws Exception {
    Tool.Result result =
        Tool.run(
            "ffmpeg",
            "-v",
            "error",
            "-rtsp_transport",
            "tcp",
            "-i",
            url,
            "-an",
            "-vf",
            filter,
            "-frames:v",
            Integer.toString(frames),
            "-f",
            "rawvideo",
            into.toString());
    assertEquals("", result.errors());
    assertEquals(0, result.exitCode());
    return Files.readAllBytes(into);
  }
}
