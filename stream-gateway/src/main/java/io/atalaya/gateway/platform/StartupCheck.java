package io.atalaya.gateway.platform;

import io.atalaya.contract.source.Network;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Refuses to start with a configuration that would only fail, or leak, later. */
@ApplicationScoped
class StartupCheck {
  static final int MIN_SECRET_CHARS = 32;
  private static final int BEFORE_EVERYTHING = 1;
  private static final Logger LOG = Logger.getLogger(StartupCheck.class);

  private final GatewayConfig config;

  StartupCheck(GatewayConfig config) {
    this.config = config;
  }

  void onStart(@Observes @Priority(BEFORE_EVERYTHING) StartupEvent ignored) {
    check(config);
    shortOfMemory(config.cameraCapacity(), MediaMemory.limitBytes()).ifPresent(LOG::warn);
  }

  /** What to tell an operator whose media memory is not enough for as many cameras. */
  static Optional<String> shortOfMemory(int cameraCapacity, long limitBytes) {
    long cameras = MediaMemory.cameras(limitBytes);
    return cameras >= cameraCapacity
        ? Optional.empty()
        : Optional.of(
            "there is media memory for about %d cameras of 2 Mbit/s, and ATALAYA_CAMERA_CAPACITY is %d: raise -XX:MaxDirectMemorySize"
                .formatted(cameras, cameraCapacity));
  }

  /** Throws {@link IllegalStateException} with the setting's name and what it must be. */
  static void check(GatewayConfig config) {
    require(
        config.gatewaySecret().length() >= MIN_SECRET_CHARS,
        "ATALAYA_GATEWAY_SECRET must have at least " + MIN_SECRET_CHARS + " characters");
    require(
        config.nodeId().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}"),
        "ATALAYA_NODE_ID must be a name of letters, digits, dots and dashes");
    require(config.cameraCapacity() > 0, "ATALAYA_CAMERA_CAPACITY must be positive");
    require(config.sessionCapacity() > 0, "ATALAYA_SESSION_CAPACITY must be positive");
    String scheme = config.apiUrl().getScheme();
    require(
        "http".equals(scheme) || "https".equals(scheme),
        "ATALAYA_API_URL must be an http or https URL");
    config.allowedNetworks().orElse(List.of()).forEach(Network::parse);
    config.portalOrigins().orElse(List.of()).forEach(StartupCheck::checkOrigin);
  }

  private static void checkOrigin(String origin) {
    URI uri = URI.create(origin);
    require(
        uri.getScheme() != null && uri.getHost() != null && uri.getRawPath().isEmpty(),
        "ATALAYA_PORTAL_ORIGINS must hold origins like https://portal.example.org, not " + origin);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalStateException(message);
    }
  }
}
