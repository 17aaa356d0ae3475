package io.atalaya.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TetherTest {
  @Test
  void a_child_is_gone_after_its_parent_was_killed() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName())
            .start();
    var child = ProcessHandle.of(Long.parseLong(parent.inputReader().readLine())).orElseThrow();
    assertTrue(child.isAlive());
    parent.destroyForcibly();
    child.onExit().get(60, TimeUnit.SECONDS);
  }

  /** Starts a child from a thread that ends at once, tells its pid and waits for ever. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      var thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  var sleep = new ProcessBuilder("sleep", "600");
                  System.out.println(Tether.start(sleep, Tether.DeathSignal.TERM).pid());
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      thread.join();
      System.in.read();
    }
  }

  @Test
  void a_child_outlives_the_thread_that_asked_for_it() throws Exception {
    var started = new java.util.concurrent.CompletableFuture<Process>();
    Thread asker =
        Thread.ofPlatform()
            .start(() -> {
              try {
                started.complete(Tether.start(new ProcessBuilder("cat"), Tether.DeathSignal.KILL));
              } catch (IOException e) {
                started.completeExceptionally(e);
              }
            });
    asker.join();
    Process cat = started.get();
    try (var out = cat.outputWriter()) {
      out.write("still here\n");
    }
    assertEquals("still here", cat.inputReader().readLine());
    assertTrue(cat.waitFor(60, TimeUnit.SECONDS));
  }

  @Test
  void says_which_program_cannot_be_started() {
    var builder = new ProcessBuilder("cat").directory(Path.of("/nonexistent").toFile());
    var failure =
        assertThrows(IOException.class, () -> Tether.start(builder, Tether.DeathSignal.TERM));
    assertTrue(failure.getMessage().contains("cat"), failure.getMessage());
  }
}
