package io.atalaya.e2e.browser;

/** Something that went wrong inside a page, as the browser saw it. */
sealed interface Trouble {
  /** An answer of 400 or above. */
  record Refused(int status, String method, String url) implements Trouble {}

  /** A request without any answer. */
  record Failed(String url, String why) implements Trouble {}

  /** A line of severity error on the console; {@code where} is the URL it is about. */
  record Logged(String text, String where) implements Trouble {}

  /** An exception nobody caught. */
  record Thrown(String text) implements Trouble {}
}
