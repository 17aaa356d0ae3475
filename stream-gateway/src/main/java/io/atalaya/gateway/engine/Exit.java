package io.atalaya.gateway.engine;

/** How a run ended by itself. */
public sealed interface Exit {
  /** The camera said goodbye. */
  record SourceEnded() implements Exit {}

  /** Something went wrong; what, decides how the caller goes on. */
  record Failed(IngestFailure failure) implements Exit {}
}
