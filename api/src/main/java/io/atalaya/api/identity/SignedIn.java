package io.atalaya.api.identity;

/**
 * Somebody who has signed in.
 *
 * @param cookie the secret that the browser keeps, and only the browser
 */
public record SignedIn(Caller caller, String cookie) {
  @Override
  public String toString() {
    return "SignedIn[" + caller + ", ***]";
  }
}
