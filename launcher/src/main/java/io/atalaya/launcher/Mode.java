package io.atalaya.launcher;

/** What a start is for. */
enum Mode {
  /** Two tenants with simulated cameras. */
  DEMO,
  /** One-machine production. */
  START,
  /** The demo, run from the sources: api, gateway and UIs reload what changes. */
  DEV;

  boolean hasDemo() {
    return this != START;
  }
}
