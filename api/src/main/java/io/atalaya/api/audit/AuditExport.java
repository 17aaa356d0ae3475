package io.atalaya.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * All events that a filter finds, as a file: newest first, with nothing cut off. Reads a page at a
 * time, each in a transaction of its own, and the next only when the last has been written: a
 * reader that is slow, or as many events as there are, holds a page in memory and no connection.
 */
@Singleton
final class AuditExport {
  private final Audit audit;
  private final ObjectMapper json;

  AuditExport(Audit audit, ObjectMapper json) {
    this.audit = audit;
    this.json = json;
  }

  /** An export that is about to be written; its first page is read. */
  final class Pending {
    private final Caller caller;
    private final AuditFilter filter;
    private final AuditFormat format;
    private final Page<AuditEvent> first;

    private Pending(Caller caller, AuditFilter filter, AuditFormat format) {
      this.caller = caller;
      this.filter = filter;
      this.format = format;
      this.first = page(null);
    }

    /** Once. */
    void writeTo(OutputStream out) throws IOException {
      if (format == AuditFormat.CSV) {
        out.write(AuditCsv.HEADER.getBytes(UTF_8));
      }
      Page<AuditEvent> page = first;
      while (true) {
        for (AuditEvent event : page.items()) {
          out.write(line(AuditView.of(event)).getBytes(UTF_8));
        }
        String next = page.nextCursor();
        if (next == null) {
          return;
        }
        page = page(next);
      }
    }

    private Page<AuditEvent> page(@Nullable String cursor) {
      return audit.list(caller, filter, PageRequest.of(PageRequest.MAX_LIMIT, cursor, 2));
    }

    private String line(AuditView event) {
      return switch (format) {
        case CSV -> AuditCsv.record(event, written(event.details()));
        case NDJSON -> written(event) + "\n";
      };
    }
  }

  /** Reads the first page, so that what is wrong is said before anything is written. */
  Pending of(Caller caller, AuditFilter filter, AuditFormat format) {
    return new Pending(caller, filter, format);
  }

  private String written(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("events must be writable", e);
    }
  }
}
