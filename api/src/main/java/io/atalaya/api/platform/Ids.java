package io.atalaya.api.platform;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Makes ids: UUIDs of version 7 (RFC 9562, 5.7), so that newer rows sort and cluster last. */
@Singleton
public final class Ids {
  private final InstantSource clock;
  private final SecureRandom random;

  Ids(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /** A new id; the top 48 bits are the time in milliseconds, 74 bits are random. */
  public UUID next() {
    long high = (clock.millis() << 16) | 0x7000 | (random.nextLong() & 0x0fff);
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
