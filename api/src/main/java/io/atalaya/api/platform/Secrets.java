package io.atalaya.api.platform;

import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The configured secrets, checked: the api refuses to start with ones that are short, malformed or
 * obviously nobody's own.
 */
@Startup
@Singleton
public final class Secrets {
  private static final int MASTER_KEY_BYTES = 32;
  private static final int MIN_SECRET_CHARS = 32;
  private static final int MIN_DISTINCT = 8;

  private final byte[] masterKey;
  private final byte[] gatewaySecret;

  @Inject
  Secrets(Settings settings) {
    this(settings.masterKey(), settings.gatewaySecret());
  }

  Secrets(String masterKey, String gatewaySecret) {
    this.masterKey = masterKey(masterKey);
    this.gatewaySecret = gatewaySecret(gatewaySecret);
  }

  /** Shared with the gateways, for {@code CompactJws.verifyHmac}. */
  public byte[] gatewaySecret() {
    return gatewaySecret.clone();
  }

  byte[] masterKey() {
    return masterKey.clone();
  }

  private static byte[] masterKey(String text) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      throw new IllegalStateException("ATALAYA_MASTER_KEY is not base64");
    }
    if (key.length != MASTER_KEY_BYTES) {
      throw new IllegalStateException(
          "ATALAYA_MASTER_KEY is %d bytes long, not %d".formatted(key.length, MASTER_KEY_BYTES));
    }
    refuseDefault("ATALAYA_MASTER_KEY", new String(key, StandardCharsets.ISO_8859_1));
    return key;
  }

  private static byte[] gatewaySecret(String text) {
    if (text.length() < MIN_SECRET_CHARS) {
      throw new IllegalStateException(
          "ATALAYA_GATEWAY_SECRET has fewer than %d characters".formatted(MIN_SECRET_CHARS));
    }
    refuseDefault("ATALAYA_GATEWAY_SECRET", text);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Random bytes hardly repeat; "changemechangeme…" and runs of zeros do. */
  private static void refuseDefault(String name, String secret) {
    if (secret.chars().distinct().count() < MIN_DISTINCT) {
      throw new IllegalStateException(name + " is not random: make one of your own");
    }
  }

  @Override
  public String toString() {
    return "Secrets[***]";
  }
}
