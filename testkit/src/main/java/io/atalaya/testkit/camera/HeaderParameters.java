package io.atalaya.testkit.camera;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The {@code name=value, name="value"} list of an Authorization (RFC 7235 section 2.1). */
final class HeaderParameters {
  // Possessive, so that hostile input costs linear time.
  private static final Pattern PARAMETER =
      Pattern.compile("([A-Za-z0-9_-]++)\\s*+=\\s*+(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]++))");

  private HeaderParameters() {}

  /** Values by lower-case name, without quotes; what is no parameter is passed over. */
  static Map<String, String> parse(String text) {
    Map<String, String> parameters = new HashMap<>();
    var matcher = PARAMETER.matcher(text);
    while (matcher.find()) {
      String quoted = matcher.group(2);
      String value = quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), value);
    }
    return parameters;
  }
}
