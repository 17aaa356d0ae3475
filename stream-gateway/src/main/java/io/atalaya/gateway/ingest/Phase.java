package io.atalaya.gateway.ingest;

import io.atalaya.contract.gateway.IngestState;
import java.time.Instant;

/** What one camera's ingest is doing, and since when. */
public sealed interface Phase {
  Instant since();

  /** On demand, and nobody watches. */
  record Idle(Instant since) implements Phase {}

  /** An engine runs, no part yet. */
  record Connecting(Instant since) implements Phase {}

  /** Parts are published. */
  record Live(Instant since) implements Phase {}

  /** The last run is over, the next one has a time. */
  record Retrying(Instant since, Instant nextAttemptAt) implements Phase {}

  /** Given up until the configuration changes. */
  record Parked(Instant since) implements Phase {}

  /** Stopped for good: deprovisioned, or replaced by a newer generation. */
  record Stopped(Instant since) implements Phase {}

  /** As the contract names it. A stopped camera is asked for only in the moment it goes. */
  default IngestState state() {
    return switch (this) {
      case Idle _, Stopped _ -> IngestState.IDLE;
      case Connecting _ -> IngestState.CONNECTING;
      case Live _ -> IngestState.LIVE;
      case Retrying _ -> IngestState.RETRYING;
      case Parked _ -> IngestState.PARKED;
    };
  }
}
