package io.atalaya.launcher;

/** This machine, these options or this data folder cannot run it: one clear line, exit code 2. */
final class LaunchRefused extends Exception {
  private static final long serialVersionUID = 1L;

  LaunchRefused(String message) {
    super(message);
  }
}
