package io.atalaya.launcher.service;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A program that should always run. */
public interface Service {
  /** Its name in messages. */
  String name();

  /**
   * Starts it and returns when it serves.
   *
   * @throws IOException when it does not within its deadline; nothing of it is left then
   */
  Running start() throws IOException, InterruptedException;

  /** One run of it. */
  interface Running extends AutoCloseable {
    long pid();

    /**
     * Completes when it is gone, for whatever reason. One and the same for each call, so that who
     * polls sees it: a process makes a new one each time, which is not done for a moment.
     */
    CompletableFuture<?> onExit();

    /** Stops it, within a deadline; returns when it is gone. */
    @Override
    void close();
  }
}
