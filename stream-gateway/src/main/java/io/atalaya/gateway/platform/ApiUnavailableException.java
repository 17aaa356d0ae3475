package io.atalaya.gateway.platform;

/** The api does not answer, or not as agreed. Says why, for our log. */
public final class ApiUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  public ApiUnavailableException(String message) {
    super(message);
  }

  public ApiUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
