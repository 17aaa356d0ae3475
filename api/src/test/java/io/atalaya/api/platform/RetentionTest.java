package io.atalaya.api.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RetentionTest {
  @Test
  void less_than_ninety_two_days_is_refused() {
    assertEquals(Duration.ofDays(92), of("P92D").age());
    var refused = assertThrows(IllegalStateException.class, () -> of("PT2207H59M"));
    assertEquals(
        "ATALAYA_RETENTION must be at least 92 days, not PT2207H59M", refused.getMessage());
    assertThrows(IllegalStateException.class, () -> of("PT0S"));
    assertThrows(IllegalStateException.class, () -> of("-P400D"));
  }

  private static Retention of(String age) {
    return new Retention(
        new SmallRyeConfigBuilder()
            .withMapping(Settings.class)
            .withDefaultValue("atalaya.master-key", "unused")
            .withDefaultValue("atalaya.gateway-secret", "unused")
            .withDefaultValue("atalaya.retention", age)
            .build()
            .getConfigMapping(Settings.class));
  }
}
