package io.atalaya.launcher.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With real child processes. */
final class KeeperTest {
  private final BlockingQueue<Process> started = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

  @Test
  void starts_a_service_again_that_was_killed() throws Exception {
    try (var keeper = Keeper.begin(new Sleep(0), log::add)) {
      keeper.awaitReady();
      Process first = next();
      first.destroyForcibly();
      Process second = next();
      assertTrue(second.isAlive());
      assertFalse(first.isAlive());
      assertEquals("sleep (pid " + first.pid() + ") is gone: starting it again", logged());
      assertEquals("sleep serves again, pid " + second.pid(), logged());
    }
  }

  @Test
  void restarts_a_service_when_asked() throws Exception {
    try (var keeper = Keeper.begin(new Sleep(0), log::add)) {
      keeper.awaitReady();
      Process first = next();
      keeper.restart();
      assertTrue(next().isAlive());
      assertFalse(first.isAlive());
    }
  }

  @Test
  void restarts_a_service_that_does_not_get_ready_without_waiting_for_it() throws Exception {
    var stuck = new CompletableFuture<Void>();
    try (var keeper = Keeper.begin(new Stuck(stuck), log::add)) {
      keeper.awaitReady();
      next().destroyForcibly();
      stuck.get(60, TimeUnit.SECONDS);
      keeper.restart();
      assertTrue(next().isAlive());
    }
  }

  @Test
  void tries_again_until_a_restart_succeeds() throws Exception {
    try (var keeper = Keeper.begin(new Sleep(2), log::add)) {
      keeper.awaitReady();
      next().destroyForcibly();
      assertTrue(next().isAlive());
    }
  }

  @Test
  void a_first_start_that_fails_is_told_to_the_caller_and_not_repeated() {
    Service broken =
        new Service() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public Running start() throws IOException {
            throw new IOException("no such program");
          }
        };
    try (var keeper = Keeper.begin(broken, log::add)) {
      var failure = assertThrows(IOException.class, keeper::awaitReady);
      assertEquals("no such program", failure.getMessage());
    }
    assertTrue(log.isEmpty());
  }

  @Test
  void closing_stops_the_service_and_starts_it_no_more() throws Exception {
    Process process;
    try (var keeper = Keeper.begin(new Sleep(0), log::add)) {
      keeper.awaitReady();
      process = next();
    }
    assertFalse(process.isAlive());
    assertTrue(started.isEmpty());
    assertTrue(log.isEmpty());
  }

  private Process next() throws InterruptedException {
    Process process = started.poll(60, TimeUnit.SECONDS);
    assertTrue(process != null, "nothing was started in time");
    return process;
  }

  private String logged() throws InterruptedException {
    return log.poll(60, TimeUnit.SECONDS);
  }

  /** Its second to n-th start fail. */
  private final class Sleep implements Service {
    private final int failures;
    private int starts;

    Sleep(int failures) {
      this.failures = failures;
    }

    @Override
    public String name() {
      return "sleep";
    }

    @Override
    public Running start() throws IOException {
      starts++;
      if (starts > 1 && starts <= 1 + failures) {
        throw new IOException("not now");
      }
      Process process = new ProcessBuilder("sleep", "600").start();
      started.add(process);
      return new Running() {
        @Override
        public long pid() {
          return process.pid();
        }

        @Override
        public CompletableFuture<?> onExit() {
          return process.onExit();
        }

        @Override
        public void close() {
          process.destroyForcibly();
          process.onExit().join();
        }
      };
    }
  }

  /** Its second start never ends by itself, and says so. */
  private final class Stuck implements Service {
    private final CompletableFuture<Void> isStuck;
    private final Sleep sleep = new Sleep(0);
    private int starts;

    Stuck(CompletableFuture<Void> isStuck) {
      this.isStuck = isStuck;
    }

    @Override
    public String name() {
      return "stuck";
    }

    @Override
    public Running start() throws IOException, InterruptedException {
      starts++;
      if (starts == 2) {
        isStuck.complete(null);
        new CountDownLatch(1).await();
      }
      return sleep.start();
    }
  }
}
