package io.atalaya.api.platform;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator may set of the health loop; {@code ATALAYA_HEALTH_INTERVAL} and so on. */
public interface HealthSettings {
  /** Whether this replica looks at cameras by itself; false for tests that tick by hand. */
  @WithDefault("true")
  boolean loop();

  /** How often a camera that is well is looked at. */
  @WithDefault("PT15S")
  Duration interval();

  /** How soon one is looked at again whose state is about to change. */
  @WithDefault("PT5S")
  Duration confirmInterval();

  /** How long a gateway may take for one answer. */
  @WithDefault("PT5S")
  Duration timeout();

  /** How long a camera belongs to the replica that took it, should that one die. */
  @WithDefault("PT40S")
  Duration claim();

  /** Cameras this replica looks at, at a time. */
  @WithDefault("256")
  int concurrency();

  /** The same at one gateway. */
  @WithDefault("128")
  int gatewayConcurrency();

  /** Cameras of one tenant taken in one turn, before the next tenant's. */
  @WithDefault("50")
  int tenantShare();

  /** Ceiling of the first pause after a failure; each further one doubles it. */
  @WithDefault("PT10S")
  Duration backoffBase();

  /** Highest ceiling of a pause. */
  @WithDefault("PT15M")
  Duration backoffCap();

  /** How long a camera must be well for its failures to be forgotten. */
  @WithDefault("PT1M")
  Duration stableAfter();

  /** Failures in a row that make a camera offline. */
  @WithDefault("3")
  int offlineFailures();

  /** The least time they must have lasted. */
  @WithDefault("PT30S")
  Duration offlineAfter();

  /** Times in a row a camera that was down must be seen well to be online. */
  @WithDefault("2")
  int onlineSuccesses();

  /** More changes between up and down than this, within the window, are flapping. */
  @WithDefault("4")
  int flapChanges();

  /** The window of flapping. */
  @WithDefault("PT10M")
  Duration flapWindow();

  /** Calls in a row without an answer that open a gateway's breaker. */
  @WithDefault("5")
  int breakerFailures();

  /** How long it stays open before one call tries again. */
  @WithDefault("PT10S")
  Duration breakerOpen();

  /** A sync by hand within this time of the last one is answered with what that one saw. */
  @WithDefault("PT5S")
  Duration manualGap();

  /** How long the history of a camera's health is kept. */
  @WithDefault("P30D")
  Duration history();
}
