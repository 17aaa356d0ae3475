package io.atalaya.contract.gateway;

import java.util.List;

/**
 * Gateway ← api, {@code GET /internal/v1/cuts?after=}: which of the sessions that the asking
 * gateway activated are over. Asked every second, so that a viewer is cut well within five; the
 * heartbeat's answer is the backstop for whatever this one misses.
 *
 * <p>Each end is told at least once, sometimes again. The first question has no {@code after} and
 * learns only where to begin.
 *
 * @param cut at most {@link #MAX_CUTS}
 * @param next the {@code after} of the next question; means nothing else
 */
public record SessionCuts(List<Heartbeat.Cut> cut, long next) {
  public static final int MAX_CUTS = 10_000;

  public SessionCuts {
    cut = List.copyOf(cut);
  }
}
