package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.api.platform.Settings;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

final class OutageGapTest {
  @Test
  void less_than_two_ticks_is_refused() {
    assertDoesNotThrow(() -> of("PT10S"));
    var refused = assertThrows(IllegalStateException.class, () -> of("PT9.9S"));
    assertEquals(
        "ATALAYA_OUTAGE_GAP must be at least 10 seconds, not PT9.9S", refused.getMessage());
  }

  private static Outages of(String gap) {
    return new Outages(
        null,
        new SmallRyeConfigBuilder()
            .withMapping(Settings.class)
            .withDefaultValue("atalaya.master-key", "unused")
            .withDefaultValue("atalaya.gateway-secret", "unused")
            .withDefaultValue("atalaya.outage-gap", gap)
            .build()
            .getConfigMapping(Settings.class));
  }
}
