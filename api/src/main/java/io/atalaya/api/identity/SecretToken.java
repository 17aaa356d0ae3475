package io.atalaya.api.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.id.TenantId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bearer secret we made: {@code <prefix><tenant or nothing>_<256 random bits>}. It names its
 * tenant, so that looking it up runs in that tenant's scope. We keep its SHA-256 only; a slow hash
 * would add nothing to 256 random bits.
 */
record SecretToken(Optional<TenantId> tenantId, String text) {
  private static final int SECRET_BYTES = 32;
  private static final Pattern GRAMMAR = Pattern.compile("([a-z0-9-]{0,63})_[A-Za-z0-9_-]{43}");

  static SecretToken make(String prefix, Optional<TenantId> tenantId, SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new SecretToken(
        tenantId,
        prefix
            + tenantId.map(TenantId::value).orElse("")
            + "_"
            + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Reads one; empty when it is not of our making. */
  static Optional<SecretToken> parse(String prefix, String text) {
    if (!text.startsWith(prefix)) {
      return Optional.empty();
    }
    Matcher parts = GRAMMAR.matcher(text.substring(prefix.length()));
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      String tenant = parts.group(1);
      return Optional.of(
          new SecretToken(
              tenant.isEmpty() ? Optional.empty() : Optional.of(new TenantId(tenant)), text));
    } catch (DomainException notATenantId) {
      return Optional.empty();
    }
  }

  byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "SecretToken[***]";
  }
}
