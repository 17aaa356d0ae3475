package io.atalaya.media.codec;

/** A decoder configuration that breaks its format; the message says which field and its value. */
public final class MalformedConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedConfigException(String message) {
    super(message);
  }
}
