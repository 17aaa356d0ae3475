package io.atalaya.contract.gateway;

import java.util.Locale;

/** Why a run of a camera's ingest ended, as programs see it. */
public enum FailureKind {
  UNREACHABLE,
  CREDENTIALS_REJECTED,
  BUSY,
  UNSUPPORTED_CODEC,
  /** Video comes, but not, or not legibly, what a player has to know of it. */
  UNREADABLE_VIDEO,
  STALLED,
  PROTOCOL_VIOLATION,
  ENGINE_CRASHED,
  SOURCE_REFUSED,
  /** No engine of the gateway, or not the one chosen, pulls such a stream. */
  ENGINE_NOT_AVAILABLE,
  /** The camera said goodbye by itself; not a failure, but the stream is gone. */
  SOURCE_ENDED;

  /** The spelling on the wire. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
