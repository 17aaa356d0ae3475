package io.atalaya.media;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes when told to. Any thread may read it. */
public final class ManualClock implements InstantSource {
  private volatile Instant now = Instant.parse("2020-01-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  public void set(Instant instant) {
    now = instant;
  }

  public void advance(Duration duration) {
    now = now.plus(duration);
  }
}
