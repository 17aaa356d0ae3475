package io.atalaya.gateway.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.contract.gateway.ProvisionRequest;
import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.source.SourceUrl;
import io.atalaya.gateway.ingest.CameraSettings;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Turns the body of a PUT into checked settings. Its errors never repeat a value: sources hold
 * passwords.
 */
final class ProvisionBody {
  private ProvisionBody() {}

  static CameraSettings settings(StreamKey key, byte[] body, ObjectMapper json) {
    ProvisionRequest request = read(body, json);
    if (request.generation() < 1) {
      throw invalid("generation", "must be 1 or more");
    }
    return new CameraSettings(
        key,
        source(request),
        Objects.requireNonNullElse(request.transport(), Transport.TCP),
        Objects.requireNonNullElse(request.engine(), EngineChoice.AUTO),
        Boolean.TRUE.equals(request.onDemand()),
        !Boolean.FALSE.equals(request.audio()),
        request.generation());
  }

  private static ProvisionRequest read(byte[] body, ObjectMapper json) {
    try {
      ProvisionRequest request = json.readValue(body, ProvisionRequest.class);
      if (request == null) {
        throw malformed();
      }
      return request;
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof DomainException domain) {
        throw domain;
      }
      String field = path(e);
      throw field.isEmpty() ? malformed() : invalid(field, "is unknown, or of the wrong type");
    } catch (JsonProcessingException _) {
      throw malformed();
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory cannot fail", e);
    }
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(step -> step.getFieldName() == null ? "[]" : step.getFieldName())
        .collect(Collectors.joining("."));
  }

  // A record read from JSON has null where the field was missing, whatever its type says.
  @SuppressWarnings("NullAway")
  private static SourceUrl source(ProvisionRequest request) {
    if (request.source() == null) {
      throw invalid("source", "is required");
    }
    try {
      return SourceUrl.parse(request.source());
    } catch (IllegalArgumentException e) {
      throw invalid("source", Objects.requireNonNullElse(e.getMessage(), "is malformed"));
    }
  }

  static RuntimeException invalid(String field, String message) {
    return new DomainError.Invalid(
            RequestErrorCode.VALIDATION_FAILED,
            field + " " + message,
            List.of(new Violation(field, message)))
        .toException();
  }

  private static RuntimeException malformed() {
    return new DomainError.Invalid(
            RequestErrorCode.MALFORMED_JSON, "the body must be a JSON object", List.of())
        .toException();
  }
}
