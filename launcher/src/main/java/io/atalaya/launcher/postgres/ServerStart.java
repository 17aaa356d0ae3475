package io.atalaya.launcher.postgres;

import io.atalaya.launcher.process.Tether;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * From the command to a server that accepts connections.
 *
 * <p>Readiness is read from {@code postmaster.pid}, as {@code pg_ctl --wait} does: line 1 is the
 * server's pid, line 8 says "ready". What an earlier server left behind is dealt with: one that is
 * just going down is waited for, and a pid file whose number now belongs to a program that is not
 * PostgreSQL is removed (after a reboot PostgreSQL itself would refuse to start for ever).
 */
final class ServerStart {
  private static final int LOG_TAIL_BYTES = 4_000;
  private static final int STATUS_LINE = 7;
  private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

  private final List<String> command;
  private final Path pidFile;
  private final Path log;
  private final long deadlineNanos;

  private ServerStart(List<String> command, Path pidFile, Path log, Duration timeout) {
    this.command = command;
    this.pidFile = pidFile;
    this.log = log;
    this.deadlineNanos = System.nanoTime() + timeout.toNanos();
  }

  static Process run(List<String> command, Path data, Path log, Duration timeout)
      throws IOException {
    var start = new ServerStart(command, data.resolve("postmaster.pid"), log, timeout);
    try {
      return start.untilReady();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL was starting", e);
    }
  }

  private Process untilReady() throws IOException, InterruptedException {
    removeForeignPidFile();
    while (true) {
      long logStart = Files.exists(log) ? Files.size(log) : 0;
      Process process = fork();
      try {
        if (becameReady(process)) {
          return process;
        }
      } catch (IOException | InterruptedException e) {
        process.destroyForcibly();
        throw e;
      }
      String said = logSince(logStart);
      boolean predecessorStillGoing =
          said.contains("postmaster.pid\" already exists") || said.contains("still in use");
      if (!predecessorStillGoing || isOver()) {
        throw new IOException("PostgreSQL did not start: " + said.strip());
      }
      TimeUnit.NANOSECONDS.sleep(RETRY_PAUSE.toNanos());
    }
  }

  private Process fork() throws IOException {
    return Tether.start(
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())),
        Tether.DeathSignal.INT);
  }

  /** False if it exited by itself. */
  private boolean becameReady(Process process) throws IOException, InterruptedException {
    while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
      List<String> lines = pidFileLines();
      if (lines.size() > STATUS_LINE
          && lines.getFirst().strip().equals(Long.toString(process.pid()))
          && lines.get(STATUS_LINE).startsWith("ready")) {
        return true;
      }
      if (isOver()) {
        throw new IOException("PostgreSQL was not ready in time; see " + log);
      }
    }
    return false;
  }

  private boolean isOver() {
    return System.nanoTime() - deadlineNanos > 0;
  }

  private void removeForeignPidFile() throws IOException {
    List<String> lines = pidFileLines();
    if (lines.isEmpty() || lines.getFirst().isBlank()) {
      return;
    }
    boolean foreign =
        ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
            .flatMap(owner -> owner.info().command())
            .filter(program -> !program.endsWith("/postgres"))
            .isPresent();
    if (foreign) {
      Files.deleteIfExists(pidFile);
    }
  }

  private List<String> pidFileLines() throws IOException {
    try {
      return Files.readAllLines(pidFile);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private String logSince(long offset) throws IOException {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(offset, file.length() - LOG_TAIL_BYTES));
      var tail = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8);
    }
  }
}
