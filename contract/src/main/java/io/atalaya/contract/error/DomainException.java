package io.atalaya.contract.error;

/** Carries a {@link DomainError} to the edge, where the one mapper turns it into an answer. */
public final class DomainException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Not serialised: the exception never leaves the process. */
  private final transient DomainError error;

  DomainException(DomainError error) {
    // No stack trace: this is the caller's trouble, not ours, and refusals must stay cheap.
    super(error.message(), null, false, false);
    this.error = error;
  }

  /** What went wrong. */
  public DomainError error() {
    return error;
  }
}
