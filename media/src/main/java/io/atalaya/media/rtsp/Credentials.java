package io.atalaya.media.rtsp;

/** A user name and a password, which no log and no error ever shows. */
public record Credentials(String username, String password) {
  @Override
  public String toString() {
    return "Credentials[hidden]";
  }
}
