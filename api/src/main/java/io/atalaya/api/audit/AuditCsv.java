package io.atalaya.api.audit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Events as CSV (RFC 4180): a header, then a record each, ended by CRLF. A spreadsheet takes a cell
 * that begins with one of {@code = + - @} tab CR for a formula and runs it; such a cell gets an
 * apostrophe in front.
 */
final class AuditCsv {
  private static final String END = "\r\n";
  private static final String FORMULA_STARTS = "=+-@\t\r\n";

  static final String HEADER =
      "id,at,tenantId,action,outcome,subject,cameraId,userId,actorKind,actorId,actorName,"
          + "clientAddress,userAgent,requestId,reason,details"
          + END;

  private AuditCsv() {}

  /**
   * One record.
   *
   * @param details as JSON
   */
  static String record(AuditView event, String details) {
    List<@Nullable Object> cells =
        Arrays.<@Nullable Object>asList(
            event.id(),
            event.at(),
            event.tenantId(),
            event.action(),
            event.outcome(),
            event.subject(),
            event.cameraId(),
            event.userId(),
            event.actor().kind(),
            event.actor().id(),
            event.actor().name(),
            event.clientAddress(),
            event.userAgent(),
            event.requestId(),
            event.reason(),
            details);
    return cells.stream().map(AuditCsv::cell).collect(Collectors.joining(",")) + END;
  }

  static String cell(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    if (!text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    boolean isPlain = text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
    return isPlain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
