package io.atalaya.api.identity;

/**
 * A key just made.
 *
 * @param secret what the program presents; shown this once
 */
public record MadeApiKey(ApiKey key, String secret) {
  @Override
  public String toString() {
    return "MadeApiKey[" + key + ", ***]";
  }
}
