package io.atalaya.api.platform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * A record of the log as one line with one JSON object; docs/ref/logs.md has its fields. The
 * gateway's lines have the same shape. Any thread.
 */
final class JsonLines extends ExtFormatter {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public String format(ExtLogRecord record) {
    var line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", record.getInstant().toString());
      json.writeStringField("level", record.getLevel().getName());
      json.writeStringField("logger", record.getLoggerName());
      json.writeStringField("thread", record.getThreadName());
      json.writeStringField("message", formatMessage(record));
      for (Map.Entry<String, String> field : new TreeMap<>(record.getMdcCopy()).entrySet()) {
        json.writeStringField(field.getKey(), field.getValue());
      }
      if (record.getThrown() != null) {
        json.writeStringField("error", stack(record.getThrown()));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return line.append('\n').toString();
  }

  private static String stack(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
