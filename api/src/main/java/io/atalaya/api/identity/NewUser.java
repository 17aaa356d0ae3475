package io.atalaya.api.identity;

/**
 * Somebody to be let in.
 *
 * @param password in clear; kept only as a hash
 */
public record NewUser(String username, String displayName, String password, Role role) {
  @Override
  public String toString() {
    return "NewUser[" + username + ", " + role + ", ***]";
  }
}
