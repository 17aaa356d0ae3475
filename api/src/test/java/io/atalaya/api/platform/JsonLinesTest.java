package io.atalaya.api.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class JsonLinesTest {
  @Test
  @DisplayName("a record is one line with one object, whatever its message and its stack hold")
  void oneLine() throws Exception {
    var record =
        new ExtLogRecord(
            Level.ERROR,
            "camera %s\n\"failed\" \u0001",
            ExtLogRecord.FormatStyle.PRINTF,
            getClass().getName());
    record.setParameters(new Object[] {"lobby"});
    record.setLoggerName("io.atalaya.Test");
    record.setInstant(Instant.parse("2026-03-01T12:00:00.123Z"));
    record.putMdc("tenantId", "acme");
    record.setThrown(new IllegalStateException("on\npurpose"));
    String line = new JsonLines().format(record);
    assertEquals(line.length() - 1, line.indexOf('\n'), line);
    JsonNode read = new ObjectMapper().readTree(line);
    assertEquals("camera lobby\n\"failed\" \u0001", read.path("message").asText());
    assertEquals("2026-03-01T12:00:00.123Z", read.path("time").asText());
    assertEquals("ERROR", read.path("level").asText());
    assertEquals("io.atalaya.Test", read.path("logger").asText());
    assertEquals("acme", read.path("tenantId").asText());
    assertTrue(read.path("error").asText().startsWith("java.lang.IllegalStateException: on"));
    record.setThrown(null);
    assertFalse(new ObjectMapper().readTree(new JsonLines().format(record)).has("error"));
  }
}
