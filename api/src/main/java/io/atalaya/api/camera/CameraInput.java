package io.atalaya.api.camera;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.source.SourceUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A caller's words about a camera, checked as far as they can be without the camera.
 *
 * @param source checked against the policy too; empty when left out
 */
record CameraInput(CameraBody body, Optional<SourceUrl> source) {
  private static final int MAX_NAME_CHARS = 200;
  private static final int MAX_LABELS = 32;
  private static final int MAX_LABEL_VALUE_CHARS = 200;
  private static final Pattern LABEL_KEY = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  /** {@code validation_failed} naming everything that is wrong, {@code source_not_allowed}. */
  static CameraInput checked(CameraBody body, SourceCheck sources) {
    var violations = new ArrayList<Violation>();
    checkName(body.name(), violations);
    checkLabels(body.labels(), violations);
    if (!violations.isEmpty()) {
      throw invalid(violations);
    }
    return new CameraInput(body, Optional.ofNullable(body.source()).map(sources::checked));
  }

  /** A camera with these words; {@code validation_failed} when the source was left out. */
  CameraSettings forNew(CameraId id) {
    var defaults = new Camera.Pull(true, false, EngineChoice.AUTO, Transport.TCP);
    return new CameraSettings(
        orElse(body.name(), id.value()),
        source.orElseThrow(() -> invalid(List.of(new Violation("source", "is required")))),
        pull(defaults),
        orElse(body.labels(), Map.of()));
  }

  /** The camera with these words put over it. */
  CameraSettings over(CameraSettings current) {
    return new CameraSettings(
        orElse(body.name(), current.name()),
        source.orElse(current.source()),
        pull(current.pull()),
        orElse(body.labels(), current.labels()));
  }

  private Camera.Pull pull(Camera.Pull otherwise) {
    return new Camera.Pull(
        orElse(body.enabled(), otherwise.enabled()),
        orElse(body.onDemand(), otherwise.onDemand()),
        orElse(body.engine(), otherwise.engine()),
        orElse(body.transport(), otherwise.transport()));
  }

  private static void checkName(@Nullable String name, List<Violation> violations) {
    if (name != null && !isText(name, MAX_NAME_CHARS)) {
      violations.add(
          new Violation("name", "must be 1 to 200 characters without control characters"));
    }
  }

  private static void checkLabels(
      @Nullable Map<String, @Nullable String> labels, List<Violation> violations) {
    if (labels == null) {
      return;
    }
    if (labels.size() > MAX_LABELS) {
      violations.add(new Violation("labels", "must be at most %d".formatted(MAX_LABELS)));
      return;
    }
    labels.forEach((key, value) -> {
      if (!LABEL_KEY.matcher(key).matches()) {
        violations.add(new Violation("labels", "keys must match " + LABEL_KEY));
      } else if (value == null || !isText(value, MAX_LABEL_VALUE_CHARS)) {
        violations.add(
            new Violation(
                "labels." + key, "must be 1 to 200 characters without control characters"));
      }
    });
  }

  private static boolean isText(String text, int maxChars) {
    return !text.isBlank()
        && text.length() <= maxChars
        && text.codePoints().noneMatch(Character::isISOControl);
  }

  private static <T> T orElse(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  private static RuntimeException invalid(List<Violation> violations) {
    Violation first = violations.getFirst();
    return new DomainError.Invalid(
            RequestErrorCode.VALIDATION_FAILED, first.field() + " " + first.message(), violations)
        .toException();
  }
}
