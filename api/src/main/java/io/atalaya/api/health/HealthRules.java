package io.atalaya.api.health;

import io.atalaya.api.platform.HealthSettings;
import java.time.Duration;

/**
 * The loop's constants, checked: a program with senseless ones does not start.
 *
 * @param looks when cameras are looked at, and for how long
 * @param damping what makes a camera offline, online and flapping
 */
record HealthRules(Looks looks, Limits limits, Backoff backoff, Damping damping, Fuse fuse) {
  /** When and how long one camera is looked at. */
  record Looks(
      Duration interval,
      Duration confirm,
      Duration timeout,
      Duration claim,
      Duration manualGap,
      Duration history) {}

  /** How many at a time: of this replica, at one gateway, of one tenant in one turn. */
  record Limits(int total, int perGateway, int perTenantTurn) {}

  /** Pauses after failures: full jitter under a ceiling that doubles from base to cap. */
  record Backoff(Duration base, Duration cap, Duration stableAfter) {}

  /** What it takes to change a camera's state, and how often is too often. */
  record Damping(
      int offlineFailures,
      Duration offlineAfter,
      int onlineSuccesses,
      int flapChanges,
      Duration flapWindow) {}

  /** When a gateway's breaker opens, and for how long. */
  record Fuse(int failures, Duration open) {}

  /** The worst sync is a look, a removal of twice the time, a provisioning and another look. */
  private static final int TIMEOUTS_OF_A_SYNC = 5;

  static HealthRules of(HealthSettings settings) {
    between("interval", settings.interval(), Duration.ofSeconds(1), Duration.ofHours(1));
    between("confirm-interval", settings.confirmInterval(), SECOND, settings.interval());
    between("timeout", settings.timeout(), Duration.ofMillis(100), Duration.ofMinutes(1));
    between(
        "claim",
        settings.claim(),
        settings.timeout().multipliedBy(TIMEOUTS_OF_A_SYNC + 1),
        Duration.ofMinutes(10));
    between("concurrency", settings.concurrency(), 1, 10_000);
    between("gateway-concurrency", settings.gatewayConcurrency(), 1, settings.concurrency());
    between("tenant-share", settings.tenantShare(), 1, 1_000);
    between("backoff-base", settings.backoffBase(), SECOND, settings.backoffCap());
    between("backoff-cap", settings.backoffCap(), settings.backoffBase(), Duration.ofHours(24));
    between("stable-after", settings.stableAfter(), Duration.ZERO, Duration.ofHours(24));
    between("offline-failures", settings.offlineFailures(), 1, 100);
    between("offline-after", settings.offlineAfter(), Duration.ZERO, Duration.ofHours(1));
    between("online-successes", settings.onlineSuccesses(), 1, 100);
    between("flap-changes", settings.flapChanges(), 1, MAX_FLAP_CHANGES);
    between("flap-window", settings.flapWindow(), SECOND, Duration.ofHours(24));
    between("breaker-failures", settings.breakerFailures(), 1, 1_000);
    between("breaker-open", settings.breakerOpen(), SECOND, Duration.ofHours(1));
    between("manual-gap", settings.manualGap(), Duration.ZERO, Duration.ofHours(1));
    between("history", settings.history(), Duration.ofDays(1), Duration.ofDays(3_650));
    return new HealthRules(
        new Looks(
            settings.interval(),
            settings.confirmInterval(),
            settings.timeout(),
            settings.claim(),
            settings.manualGap(),
            settings.history()),
        new Limits(settings.concurrency(), settings.gatewayConcurrency(), settings.tenantShare()),
        new Backoff(settings.backoffBase(), settings.backoffCap(), settings.stableAfter()),
        new Damping(
            settings.offlineFailures(),
            settings.offlineAfter(),
            settings.onlineSuccesses(),
            settings.flapChanges(),
            settings.flapWindow()),
        new Fuse(settings.breakerFailures(), settings.breakerOpen()));
  }

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Each camera's row remembers as many changes. */
  private static final int MAX_FLAP_CHANGES = 20;

  /** No camera is scheduled further away; one that seems to be was, before a clock jumped back. */
  Duration longestPause() {
    Duration interval = looks.interval().multipliedBy(2);
    return interval.compareTo(backoff.cap()) > 0 ? interval : backoff.cap();
  }

  /** A removal is answered when the engine is gone. */
  Duration removalTimeout() {
    return looks.timeout().multipliedBy(2);
  }

  private static void between(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw refused(name, value, least, most);
    }
  }

  private static void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw refused(name, value, least, most);
    }
  }

  private static IllegalArgumentException refused(
      String name, Object value, Object least, Object most) {
    return new IllegalArgumentException(
        "ATALAYA_HEALTH_%s must be %s to %s, not %s"
            .formatted(
                name.toUpperCase(java.util.Locale.ROOT).replace('-', '_'), least, most, value));
  }
}
