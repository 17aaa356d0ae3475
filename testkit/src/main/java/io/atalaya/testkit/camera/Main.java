package io.atalaya.testkit.camera;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The simulator as a program of its own. */
public final class Main {
  private static final int EXIT_BAD_USE = 2;

  private Main() {}

  /** Serves until SIGINT or SIGTERM; exits with 2 and one line when it cannot. */
  public static void main(String[] arguments) {
    int status = run(List.of(arguments), System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /**
   * Serves until the calling thread is interrupted.
   *
   * @return the program's exit code: 0 when it served, 2 when it could not
   */
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.contains("--help")) {
      out.print(CameraCommand.USAGE);
      return 0;
    }
    CameraCommand command;
    try {
      command = CameraCommand.parse(arguments);
    } catch (IllegalArgumentException e) {
      err.println("camera: " + e.getMessage() + " (see --help)");
      return EXIT_BAD_USE;
    }
    try (CameraSimulator simulator = command.start()) {
      command.cameras().forEach(camera -> out.println(simulator.url(camera.name())));
      out.flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } catch (IOException e) {
      var options = command.options();
      err.println(
          "camera: cannot listen on %s port %d (--bind, --port): %s"
              .formatted(options.bind(), options.port(), e.getMessage()));
      return EXIT_BAD_USE;
    }
  }
}
