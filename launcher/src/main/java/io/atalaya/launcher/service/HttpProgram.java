package io.atalaya.launcher.service;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program that tells over HTTP whether it serves.
 *
 * @param ready answers 200 when it serves
 * @param log gets its output
 * @param stopDeadline when it is killed after it was asked to stop
 */
public record HttpProgram(
    String name,
    Program program,
    URI ready,
    Path log,
    Duration startDeadline,
    Duration stopDeadline)
    implements Service {
  private static final int LOG_TAIL_BYTES = 3_000;
  private static final int CONNECT_MILLIS = 500;
  private static final int ANSWER_MILLIS = 2_000;
  private static final long POLL_MILLIS = 50;

  @Override
  public Running start() throws IOException, InterruptedException {
    Process process = program.start(log);
    var running = new Run(process, process.onExit(), stopDeadline);
    try {
      awaitReady(running.process());
      return running;
    } catch (IOException | InterruptedException e) {
      running.close();
      throw e;
    }
  }

  private void awaitReady(Process process) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + startDeadline.toNanos();
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      if (isReady()) {
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IOException(
            name
                + " was not ready in "
                + startDeadline.toSeconds()
                + " s; its log ends:\n"
                + logTail());
      }
    }
    throw new IOException(
        name + " ended with code " + process.exitValue() + "; its log ends:\n" + logTail());
  }

  private boolean isReady() {
    try {
      var connection = (HttpURLConnection) ready.toURL().openConnection();
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException _) {
      // Not listening yet, which is what we are here to find out.
      return false;
    }
  }

  private String logTail() throws IOException {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - LOG_TAIL_BYTES));
      var tail = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8).strip();
    }
  }

  private record Run(Process process, CompletableFuture<?> onExit, Duration stopDeadline)
      implements Running {
    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(stopDeadline.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException _) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
