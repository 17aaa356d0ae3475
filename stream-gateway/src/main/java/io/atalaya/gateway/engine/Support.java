package io.atalaya.gateway.engine;

/** Whether an engine can pull a stream. */
public sealed interface Support {
  /** It can. */
  record Supported() implements Support {}

  /**
   * It cannot.
   *
   * @param reason a sentence for people
   */
  record Unsupported(String reason) implements Support {}
}
