package io.atalaya.gateway.engine.inprocess;

import io.atalaya.gateway.engine.IngestFailure;

/** Carries a run's failure out of the handshake; never leaves the engine. */
final class FailedRunException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient IngestFailure failure;

  FailedRunException(IngestFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  IngestFailure failure() {
    return failure;
  }
}
