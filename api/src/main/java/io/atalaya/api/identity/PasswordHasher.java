package io.atalaya.api.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) with OWASP's smallest recommended cost, as PHC strings: {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. A hash takes 19 MiB and about 50 ms, so only {@link
 * #MAX_CONCURRENT} run at a time; who waits longer than {@link #MAX_WAIT} is told to come back.
 */
@Singleton
public final class PasswordHasher {
  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MAX_CONCURRENT = 2;
  private static final Duration MAX_WAIT = Duration.ofSeconds(5);
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{1,64})\\$([A-Za-z0-9+/]{1,128})");

  private final Semaphore permits = new Semaphore(MAX_CONCURRENT);
  private final SecureRandom random;
  private final String nobodys;

  PasswordHasher(SecureRandom random) {
    this.random = random;
    byte[] unknown = new byte[SALT_BYTES + HASH_BYTES];
    random.nextBytes(unknown);
    this.nobodys =
        phc(
            Arrays.copyOf(unknown, SALT_BYTES),
            Arrays.copyOfRange(unknown, SALT_BYTES, unknown.length));
  }

  /** Hashes a new password with a fresh salt. */
  public String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return phc(salt, argon2id(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES));
  }

  /** Whether {@code phc} is the hash of {@code password}; compares in constant time. */
  public boolean matches(String password, String phc) {
    Matcher parts = PHC.matcher(phc);
    if (!parts.matches()) {
      throw new IllegalStateException("a stored password hash is not Argon2id");
    }
    byte[] expected = Base64.getDecoder().decode(parts.group(5));
    byte[] actual =
        argon2id(
            password,
            Base64.getDecoder().decode(parts.group(4)),
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            Integer.parseInt(parts.group(3)),
            expected.length);
    return MessageDigest.isEqual(expected, actual);
  }

  /**
   * The hash of no password that anybody knows: matching it takes as long as matching a real one,
   * so that an unknown user cannot be told from a wrong password.
   */
  public String nobodysHash() {
    return nobodys;
  }

  private byte[] argon2id(
      String password, byte[] salt, int memoryKib, int passes, int lanes, int hashBytes) {
    acquire();
    try {
      var generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(memoryKib)
              .withIterations(passes)
              .withParallelism(lanes)
              .withSalt(salt)
              .build());
      byte[] hash = new byte[hashBytes];
      generator.generateBytes(password.getBytes(UTF_8), hash);
      return hash;
    } finally {
      permits.release();
    }
  }

  private void acquire() {
    try {
      if (permits.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new DomainError.TooManyRequests(
            RequestErrorCode.TOO_MANY_REQUESTS,
            "too many sign-ins at once; try again",
            Duration.ofSeconds(1))
        .toException();
  }

  private static String phc(byte[] salt, byte[] hash) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            MEMORY_KIB, PASSES, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
  }
}
