package io.atalaya.gateway.engine;

import io.atalaya.contract.gateway.FailureKind;
import java.time.Duration;

/**
 * Why a run failed. A camera's trouble is a value, not an exception: the caller switches over these
 * exhaustively to decide how to go on. Messages are sentences for the person who owns the camera;
 * they never hold credentials, nor what listens at a refused address.
 */
public sealed interface IngestFailure {
  /** What happened, in one sentence. */
  String message();

  /** Nothing answers there, or not as a camera that has this stream. */
  record Unreachable(String message) implements IngestFailure {}

  /** The camera refuses the user name or the password. */
  record CredentialsRejected(String message) implements IngestFailure {}

  /**
   * The camera has no connection or bandwidth to spare.
   *
   * @param retryAfter what the camera asks for; zero if it does not say
   */
  record Busy(String message, Duration retryAfter) implements IngestFailure {
    public Busy(String message) {
      this(message, Duration.ZERO);
    }
  }

  /** The camera sends what no player here could show. */
  record UnsupportedCodec(String message) implements IngestFailure {}

  /** It sends video, but never what a player has to know of it. */
  record UnreadableVideo(String message) implements IngestFailure {}

  /** The connection stands, but no media comes. */
  record Stalled(String message) implements IngestFailure {}

  /** What the camera sends is no RTSP, or no media. */
  record ProtocolViolation(String message) implements IngestFailure {}

  /** Ours: the engine died. */
  record EngineCrashed(String message) implements IngestFailure {
    /** By something that was thrown, and that whoever caught it logs. */
    public static EngineCrashed by(Throwable thrown) {
      return new EngineCrashed(
          thrown instanceof OutOfMemoryError
              ? "The video server has no memory left for this camera."
              : "The video engine failed; the video server's log says why.");
    }
  }

  /** The source policy forbids the address, or the one the camera redirects to. */
  record SourceRefused(String message) implements IngestFailure {}

  /** No engine here, or not the one that was chosen, pulls such a stream. */
  record EngineNotAvailable(String message) implements IngestFailure {}

  /** The kind as programs see it. */
  default FailureKind kind() {
    return switch (this) {
      case Unreachable _ -> FailureKind.UNREACHABLE;
      case CredentialsRejected _ -> FailureKind.CREDENTIALS_REJECTED;
      case Busy _ -> FailureKind.BUSY;
      case UnsupportedCodec _ -> FailureKind.UNSUPPORTED_CODEC;
      case UnreadableVideo _ -> FailureKind.UNREADABLE_VIDEO;
      case Stalled _ -> FailureKind.STALLED;
      case ProtocolViolation _ -> FailureKind.PROTOCOL_VIOLATION;
      case EngineCrashed _ -> FailureKind.ENGINE_CRASHED;
      case SourceRefused _ -> FailureKind.SOURCE_REFUSED;
      case EngineNotAvailable _ -> FailureKind.ENGINE_NOT_AVAILABLE;
    };
  }
}
