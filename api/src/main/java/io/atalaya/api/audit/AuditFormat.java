package io.atalaya.api.audit;

import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** As what events are exported. */
@Schema(name = "AuditFormat")
public enum AuditFormat {
  CSV("text/csv; charset=utf-8; header=present"),
  NDJSON("application/x-ndjson");

  private final String mediaType;

  AuditFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  /** What a browser saves it as. */
  String fileName() {
    return "audit." + this;
  }

  /** The spelling on the wire. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
