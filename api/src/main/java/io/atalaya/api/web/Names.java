package io.atalaya.api.web;

/** Grammars of what people type. */
final class Names {
  static final String SLUG = "[a-z0-9][a-z0-9-]{0,62}";
  static final String USERNAME = "[A-Za-z0-9][A-Za-z0-9._@-]{0,63}";

  /** Longest name shown to people, in characters. */
  static final int MAX_NAME = 100;

  static final int MIN_PASSWORD = 8;

  /** As long as the first administrator's. */
  static final int MIN_PLATFORM_PASSWORD = 12;

  static final int MAX_PASSWORD = 128;

  private Names() {}
}
