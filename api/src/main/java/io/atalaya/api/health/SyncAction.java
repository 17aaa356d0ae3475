package io.atalaya.api.health;

import io.atalaya.api.camera.WantedCamera;

/** What must be done at the gateway to make what is into what is wanted. */
enum SyncAction {
  NONE,
  PROVISION,
  /** Remove and provision: the gateway runs a generation from the future, as after a restore. */
  REPLACE,
  REMOVE;

  /** Pure. */
  static SyncAction of(WantedCamera wanted, Observation seen) {
    return switch (wanted.wish()) {
      case PRESENT -> ofWanted(wanted.generation(), seen);
      case ABSENT, SUSPENDED, PURGED ->
          switch (seen) {
            case Observation.Seen _ -> REMOVE;
            case Observation.Absent _,
                Observation.Away _,
                Observation.Refused _,
                Observation.Parked _ ->
                NONE;
          };
    };
  }

  private static SyncAction ofWanted(long generation, Observation seen) {
    return switch (seen) {
      case Observation.Absent _ -> PROVISION;
      case Observation.Seen(var health) when health.generation() < generation -> PROVISION;
      case Observation.Seen(var health) when health.generation() > generation -> REPLACE;
      case Observation.Seen _, Observation.Away _, Observation.Refused _, Observation.Parked _ ->
          NONE;
    };
  }
}
