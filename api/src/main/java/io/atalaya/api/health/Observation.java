package io.atalaya.api.health;

import io.atalaya.contract.gateway.CameraHealth;

/** What one sync saw of a camera at its gateway. */
sealed interface Observation {
  /** The gateway does not answer. */
  record Away() implements Observation {}

  /** The gateway does not have it. */
  record Absent() implements Observation {}

  /** The gateway does not have it and shall not: the camera rejected these very credentials. */
  record Parked() implements Observation {}

  /** The gateway will not take it. */
  record Refused(String code, String message) implements Observation {}

  /** The gateway has it, and says how it is. */
  record Seen(CameraHealth health) implements Observation {}
}
