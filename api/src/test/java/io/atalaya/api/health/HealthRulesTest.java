package io.atalaya.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.platform.HealthSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthRulesTest {
  /** The mapping as the product has it, without the rest. */
  @ConfigMapping(prefix = "atalaya.health")
  interface Alone {
    @WithParentName
    HealthSettings health();
  }

  @Test
  void the_defaults_are_those_of_the_tests_and_hold() {
    assertEquals(TestRules.USUAL, HealthRules.of(settings(Map.of())));
  }

  @ParameterizedTest
  @CsvSource({
    "interval, PT0.5S",
    "interval, PT2H",
    "confirm-interval, PT16S",
    "timeout, PT0.05S",
    "timeout, PT7S",
    "claim, PT29S",
    "concurrency, 0",
    "gateway-concurrency, 257",
    "tenant-share, 0",
    "backoff-base, PT0.1S",
    "backoff-base, PT16M",
    "backoff-cap, PT25H",
    "stable-after, -PT1S",
    "offline-failures, 0",
    "offline-after, PT61M",
    "online-successes, 0",
    "flap-changes, 21",
    "flap-window, PT0S",
    "breaker-failures, 0",
    "breaker-open, PT0.5S",
    "manual-gap, PT61M",
    "history, PT1H",
  })
  void a_senseless_value_is_refused_by_its_name(String name, String value) {
    HealthSettings settings = settings(Map.of("atalaya.health." + name, value));
    String message =
        assertThrows(IllegalArgumentException.class, () -> HealthRules.of(settings)).getMessage();
    String variable = name.toUpperCase(Locale.ROOT).replace('-', '_');
    // A timeout that is too long is too long for the claim.
    assertTrue(
        message.contains("ATALAYA_HEALTH_" + variable) || message.contains("ATALAYA_HEALTH_CLAIM"),
        message);
  }

  @Test
  void every_setting_is_in_the_document_with_its_default() throws IOException {
    String document = Files.readString(Path.of("../docs/ref/config.md"));
    for (Method setting : HealthSettings.class.getDeclaredMethods()) {
      var given = setting.getAnnotation(WithDefault.class).value();
      String name =
          "ATALAYA_HEALTH_"
              + setting.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
      assertTrue(document.contains("| `%s` | `%s` |".formatted(name, given)), name + " " + given);
    }
  }

  private static HealthSettings settings(Map<String, String> values) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder().withMapping(Alone.class).withDefaultValues(values).build();
    return config.getConfigMapping(Alone.class).health();
  }
}
