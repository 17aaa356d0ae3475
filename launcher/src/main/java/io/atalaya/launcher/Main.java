package io.atalaya.launcher;

import io.atalaya.launcher.service.CloseStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * {@code demo}, {@code start} and {@code dev} of {@code ./atalaya}. Exit codes: 0 fine, 1 something
 * failed, 2 this machine, these options or this data folder cannot run it.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    String command = arguments.length == 0 ? "" : arguments[0];
    List<String> rest =
        Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
    switch (command) {
      case "demo" -> launch(Mode.DEMO, rest);
      case "start" -> launch(Mode.START, rest);
      case "dev" -> launch(Mode.DEV, rest);
      default -> {
        System.err.println("atalaya: no command is called '" + command + "'");
        System.exit(2);
      }
    }
  }

  private static void launch(Mode mode, List<String> arguments) throws InterruptedException {
    var stack = new CloseStack(Main::log);
    // Ctrl-C and SIGTERM end up here; exit() too, when starting fails.
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop"));
    try {
      Path root = Path.of(System.getProperty("atalaya.root", "."));
      String welcome = new Launch(root, stack, Main::log).run(mode, Options.parse(arguments, mode));
      System.out.println(welcome);
    } catch (LaunchRefused e) {
      System.err.println("atalaya: " + e.getMessage());
      System.exit(2);
    } catch (IOException e) {
      if (!stack.isClosed()) {
        System.err.println("atalaya: " + e.getMessage());
        System.exit(1);
      }
    }
    new CountDownLatch(1).await();
  }

  private static void log(String line) {
    System.out.println(
        LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " " + line);
  }
}
