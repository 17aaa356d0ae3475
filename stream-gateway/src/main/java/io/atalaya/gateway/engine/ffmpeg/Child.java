package io.atalaya.gateway.engine.ffmpeg;

import io.atalaya.gateway.platform.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One child process that cannot outlive us, nor this object.
 *
 * <p>Linux' parent-death signal fires when the <em>thread</em> that forked ends, not the process.
 * So the thread that forks is a platform thread which then reads the child's stdout until its end:
 * the child lives exactly as long as somebody listens. A read from a child's pipe does not wake on
 * an interrupt (seen on JDK 25), so nobody interrupts it: killing the child ends it.
 *
 * <p>The child gets {@code PATH} and its library path, and none of our environment, where our
 * secrets are.
 */
final class Child implements AutoCloseable {
  /** More than FFmpeg ever took here (about 300 MiB mapped), little enough to stop a leak. */
  private static final long MAX_ADDRESS_SPACE_BYTES = 2L << 30;

  private static final int MAX_OPEN_FILES = 64;
  private static final Duration FORK_DEADLINE = Duration.ofSeconds(5);

  /** For a TEARDOWN, so that the camera frees the session at once. */
  private static final Duration GRACE = Duration.ofMillis(700);

  private static final Duration KILL_DEADLINE = Duration.ofSeconds(1);

  /** What reads one of the child's streams to its end. */
  interface Reader {
    void read(InputStream stream) throws IOException;
  }

  private final Process process;
  private final Thread stdoutReader;
  private final Thread stderrReader;

  private Child(Process process, Thread stdoutReader, Thread stderrReader) {
    this.process = process;
    this.stdoutReader = stdoutReader;
    this.stderrReader = stderrReader;
  }

  /**
   * Starts it; both readers run on threads of their own until the streams end.
   *
   * @throws IOException when it cannot be started; the message names no argument
   */
  static Child start(
      String name, List<String> command, Map<String, String> environment, Reader out, Reader err)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(bounded(command));
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().putAll(environment);
    var forked = new CompletableFuture<Process>();
    Thread stdout = Threads.startPlatform(name + "-out", () -> forkAndRead(builder, forked, out));
    Process process = await(forked);
    Thread stderr =
        Threads.startPlatform(name + "-err", () -> readAll(process.getErrorStream(), err));
    return new Child(process, stdout, stderr);
  }

  private static List<String> bounded(List<String> command) {
    var bounded = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "prlimit"));
    bounded.add("--as=" + MAX_ADDRESS_SPACE_BYTES);
    bounded.add("--nofile=" + MAX_OPEN_FILES);
    bounded.add("--core=0");
    bounded.addAll(command);
    return bounded;
  }

  private static void forkAndRead(
      ProcessBuilder builder, CompletableFuture<Process> forked, Reader out) {
    try {
      Process process = builder.start();
      forked.complete(process);
      readAll(process.getInputStream(), out);
      // The stream's end is not yet the child's; leaving now would kill it before its exit code.
      boolean _ = process.waitFor(KILL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      forked.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does; the kernel then kills the child for us
    }
  }

  /** A stream that breaks has ended: the exit code and the log tell why. */
  private static void readAll(InputStream stream, Reader reader) {
    try (stream) {
      reader.read(stream);
    } catch (IOException _) {
      // ended
    }
  }

  private static Process await(CompletableFuture<Process> forked)
      throws IOException, InterruptedException {
    try {
      return forked.get(FORK_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      var _ = forked.thenAccept(Process::destroyForcibly);
      throw e;
    } catch (TimeoutException e) {
      var _ = forked.thenAccept(Process::destroyForcibly);
      throw new IOException("the system did not start a process in " + FORK_DEADLINE, e);
    } catch (ExecutionException e) {
      throw new IOException("the system did not start a process", e.getCause());
    }
  }

  /** Gives the child its input and the end of it. */
  void input(byte[] bytes) throws IOException {
    try (var stdin = process.getOutputStream()) {
      stdin.write(bytes);
    }
  }

  long pid() {
    return process.pid();
  }

  /** CPU spent so far; zero where the system does not tell. */
  Duration cpuTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether both streams were read to their ends, so that nothing is said any more. */
  boolean isSilent() {
    return !stdoutReader.isAlive() && !stderrReader.isAlive();
  }

  /** Only once it is no longer alive. */
  int exitCode() {
    return process.exitValue();
  }

  /**
   * Ends the child: politely, then not. Back within two seconds with the child gone and both
   * readers finished; an interrupt meanwhile changes nothing and is kept for the caller.
   */
  @Override
  public void close() {
    boolean interrupted = false;
    process.destroy();
    interrupted |= !waitQuietly(GRACE);
    process.destroyForcibly();
    interrupted |= !waitQuietly(KILL_DEADLINE);
    interrupted |= !joinQuietly(stdoutReader);
    interrupted |= !joinQuietly(stderrReader);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when an interrupt came meanwhile. */
  private boolean waitQuietly(Duration atMost) {
    boolean calm = true;
    long deadline = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      try {
        boolean _ = process.waitFor(left, TimeUnit.NANOSECONDS);
        return calm;
      } catch (InterruptedException _) {
        calm = false;
      }
    }
    return calm;
  }

  private static boolean joinQuietly(Thread reader) {
    boolean calm = true;
    long deadline = System.nanoTime() + KILL_DEADLINE.toNanos();
    for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
      try {
        boolean _ = reader.join(Duration.ofNanos(left));
        return calm;
      } catch (InterruptedException _) {
        calm = false;
      }
    }
    return calm;
  }
}
