package io.atalaya.gateway.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartupCheckTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @Test
  @DisplayName("the secret is all an operator must set; the rest has these defaults")
  void defaults() {
    GatewayConfig config = config(Map.of());
    StartupCheck.check(config);
    assertEquals("gateway-1", config.nodeId());
    assertEquals(500, config.cameraCapacity());
    assertEquals("http://127.0.0.1:8080", config.apiUrl().toString());
    assertEquals("ffmpeg", config.ffmpeg());
    assertEquals(Duration.ofSeconds(15), config.heartbeatInterval());
    assertTrue(!config.allowLocalSources());
    assertTrue(config.portalOrigins().isEmpty());
  }

  @Test
  @DisplayName("says when media memory is too little for the cameras it would take")
  void mediaMemory() {
    assertEquals(Optional.empty(), StartupCheck.shortOfMemory(500, 3_000L << 20));
    String said = StartupCheck.shortOfMemory(500, 1L << 30).orElseThrow();
    assertTrue(said.contains("about 170 cameras"), said);
    assertTrue(said.contains("MaxDirectMemorySize"), said);
    assertTrue(MediaMemory.limitBytes() > 0);
  }

  @Test
  @DisplayName("does not start without a secret")
  void noSecret() {
    var missing = new HashMap<String, String>();
    missing.put("atalaya.gateway-secret", "");
    var refused =
        assertThrows(ConfigValidationException.class, () -> StartupCheck.check(config(missing)));
    assertTrue(refused.getMessage().contains("atalaya.gateway-secret"), refused.getMessage());
  }

  @ParameterizedTest
  @DisplayName("does not start with a setting that would fail later, and names it")
  @CsvSource({
    "atalaya.gateway-secret, short, ATALAYA_GATEWAY_SECRET",
    "atalaya.node-id, a b, ATALAYA_NODE_ID",
    "atalaya.camera-capacity, 0, ATALAYA_CAMERA_CAPACITY",
    "atalaya.api-url, ftp://api, ATALAYA_API_URL",
    "atalaya.portal-origins, https://portal.example.org/path, ATALAYA_PORTAL_ORIGINS",
    "atalaya.allowed-networks, 10.0.0.0, CIDR"
  })
  void refuses(String setting, String value, String named) {
    RuntimeException refused =
        assertThrows(
            RuntimeException.class, () -> StartupCheck.check(config(Map.of(setting, value))));
    assertTrue(refused.getMessage().contains(named), refused.getMessage());
  }

  private static GatewayConfig config(Map<String, String> settings) {
    var all = new HashMap<>(Map.of("atalaya.gateway-secret", SECRET));
    all.putAll(settings);
    return new SmallRyeConfigBuilder()
        .withMapping(GatewayConfig.class)
        .withSources(new PropertiesConfigSource(all, "test", 100))
        .build()
        .getConfigMapping(GatewayConfig.class);
  }
}
