package io.atalaya.contract.source;

/** A camera's user name and password. {@code toString} hides both. */
public record Credentials(String username, String password) {
  @Override
  public String toString() {
    return "***:***";
  }
}
