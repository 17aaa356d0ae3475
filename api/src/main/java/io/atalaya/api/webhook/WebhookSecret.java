package io.atalaya.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a webhook is signed with (Standard Webhooks 1.0): {@code whsec_} and base64 of 32 random
 * bytes. The signature is HMAC-SHA256 over {@code id.timestamp.body}.
 */
final class WebhookSecret {
  private static final String PREFIX = "whsec_";
  private static final int BYTES = 32;

  private final byte[] key;

  private WebhookSecret(byte[] key) {
    this.key = key;
  }

  static WebhookSecret make(SecureRandom random) {
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    return new WebhookSecret(key);
  }

  /** Reads {@link #text()}. */
  static WebhookSecret parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("not a webhook's secret");
    }
    return new WebhookSecret(Base64.getDecoder().decode(text.substring(PREFIX.length())));
  }

  /** For the receiver, once. */
  String text() {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  /** One entry of the header {@code webhook-signature}. */
  String sign(String id, Instant at, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] signed = "%s.%d.%s".formatted(id, at.getEpochSecond(), body).getBytes(UTF_8);
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HMAC-SHA256", e);
    }
  }

  @Override
  public String toString() {
    return "WebhookSecret[***]";
  }
}
