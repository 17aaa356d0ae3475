package io.atalaya.api.session;

import io.atalaya.api.session.SessionDecision.Conflict;
import io.atalaya.api.session.SessionState.Ended;
import io.atalaya.api.session.SessionState.Expired;
import io.atalaya.api.session.SessionState.Over;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.error.ErrorCode;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import java.util.List;
import java.util.Map;

/** What can be wrong with a session, or with wanting one. */
public enum SessionErrorCode implements ErrorCode {
  SESSION_NOT_FOUND,
  SESSION_STATE_CONFLICT,
  SESSION_ENDED,
  SESSION_EXPIRED,
  STREAM_LIMIT_REACHED,
  /** The camera is switched off; nobody can watch it now. */
  CAMERA_DISABLED;

  static DomainException notFound(SessionId id) {
    return new DomainError.NotFound(
            SESSION_NOT_FOUND, "there is no session " + id, Map.of("sessionId", id.toString()))
        .toException();
  }

  static DomainException over(SessionId id, Over over) {
    ErrorCode code =
        switch (over) {
          case Ended _ -> SESSION_ENDED;
          case Expired _ -> SESSION_EXPIRED;
        };
    return new DomainError.Gone(
            code,
            "session %s is over: %s".formatted(id, over.reason()),
            Map.of(
                "sessionId", id.toString(),
                "reason", over.reason().value(),
                "endedAt", over.at().toString()))
        .toException();
  }

  static DomainException conflict(SessionId id, SessionEvent.Name event, Conflict conflict) {
    return new DomainError.Conflict(
            SESSION_STATE_CONFLICT,
            "session %s is %s, which does not allow %s".formatted(id, conflict.current(), event),
            Map.of(
                "sessionId", id.toString(),
                "current", conflict.current().toString(),
                "allowed", conflict.allowed().stream().map(SessionEvent.Name::toString).toList()))
        .toException();
  }

  static DomainException cameraDisabled(CameraId camera) {
    return new DomainError.Conflict(
            CAMERA_DISABLED,
            "camera %s is switched off".formatted(camera),
            Map.of("cameraId", camera.value()))
        .toException();
  }

  /** Playback was opened with this token elsewhere, or a newer one was minted. */
  static DomainException tokenUsed(SessionId id) {
    return new DomainError.Conflict(
            SESSION_STATE_CONFLICT,
            "the token of session %s was used or replaced".formatted(id),
            Map.of(
                "sessionId", id.toString(),
                "current", SessionPhase.ACTIVE.toString(),
                "allowed",
                    List.of(SessionEvent.Name.TOKEN.toString(), SessionEvent.Name.END.toString())))
        .toException();
  }
}
