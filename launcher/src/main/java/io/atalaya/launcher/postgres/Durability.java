package io.atalaya.launcher.postgres;

import java.util.List;

/** Whether a power cut may lose data. */
public enum Durability {
  /** Every commit is on disk before it is answered. */
  DURABLE,
  /** Nothing is flushed: faster, and good only for data that tests throw away. */
  TEST;

  List<String> serverOptions() {
    return switch (this) {
      case DURABLE -> List.of();
      case TEST -> List.of("-c", "fsync=off", "-c", "full_page_writes=off");
    };
  }
}
