package io.atalaya.api.session;

import jakarta.inject.Singleton;

/** What all tenants' people watch, in figures, for the operator. */
@Singleton
public final class PlatformSessions {
  private final SlotStore store;

  PlatformSessions(SlotStore store) {
    this.store = store;
  }

  /**
   * Figures of one moment.
   *
   * @param active somebody watches
   * @param opening a slot is held or asked for, and nobody watches yet
   * @param zombies should long be something else; not 0 is our fault
   */
  public record Figures(long active, long opening, long zombies) {}

  /** As the database says now. */
  public Figures now() {
    SessionGauges.Census census = store.census();
    return new Figures(
        of(census, SessionPhase.ACTIVE),
        of(census, SessionPhase.REQUESTED) + of(census, SessionPhase.ISSUED),
        census.zombies());
  }

  private static long of(SessionGauges.Census census, SessionPhase phase) {
    return census.live().getOrDefault(phase, 0L);
  }
}
