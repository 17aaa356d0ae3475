package io.atalaya.e2e.browser;

/**
 * A refusal the test knows of.
 *
 * @param urlPart part of the refused URL
 * @param required whether it has to happen
 */
record Announcement(int status, String urlPart, boolean required) {
  boolean covers(Trouble trouble) {
    return switch (trouble) {
      case Trouble.Refused(int refused, var _, String url) ->
          refused == status && url.contains(urlPart);
      // Chromium repeats every refusal on the console.
      case Trouble.Logged(String text, String where) ->
          where.contains(urlPart) && text.contains("responded with a status of " + status);
      case Trouble.Failed _, Trouble.Thrown _ -> false;
    };
  }
}
