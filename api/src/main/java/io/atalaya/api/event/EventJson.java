package io.atalaya.api.event;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event as its readers get it; the same by every way. Any thread. */
@Singleton
public final class EventJson {
  private final ObjectMapper json;

  EventJson(ObjectMapper json) {
    this.json = json;
  }

  /** In one line. */
  public String of(RecordedEvent event) {
    try {
      return json.writeValueAsString(
          new Told(event.id(), event.type(), event.at(), event.tenant(), event.data()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event must be writable", e);
    }
  }

  private record Told(
      UUID id,
      String type,
      Instant timestamp,
      @Nullable TenantId tenantId,
      @JsonRawValue String data) {}
}
