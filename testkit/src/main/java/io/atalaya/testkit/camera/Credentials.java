package io.atalaya.testkit.camera;

/** A camera's sign-in. The password stays out of {@link #toString}. */
public record Credentials(String username, String password) {
  public Credentials {
    if (username.isEmpty() || username.contains(":")) {
      throw new IllegalArgumentException("a user name is not empty and has no colon");
    }
  }

  @Override
  public String toString() {
    return "Credentials[" + username + "]";
  }
}
