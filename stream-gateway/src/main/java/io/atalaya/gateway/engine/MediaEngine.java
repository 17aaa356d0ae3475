package io.atalaya.gateway.engine;

/**
 * One source in, CMAF chunks out. Retry, state and viewers are the caller's business.
 *
 * <p>Thread-safe: any number of runs at a time.
 */
public interface MediaEngine {
  /** {@code inprocess}, {@code ffmpeg}: in logs, in metrics, in the API. */
  String name();

  /** Whether this engine can pull such a stream, known without touching the camera. */
  Support supports(StreamSpec spec);

  /**
   * Pulls the source until it ends or fails. Blocks; meant for a virtual thread of its own. The
   * sink is called by one thread at a time, and never after this method has returned.
   *
   * @throws InterruptedException after an interrupt, which is how a run is stopped; every socket
   *     and process of the run is gone within two seconds
   */
  Exit run(StreamSpec spec, MediaSink sink) throws InterruptedException;
}
