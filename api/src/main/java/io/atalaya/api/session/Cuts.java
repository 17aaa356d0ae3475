package io.atalaya.api.session;

import io.atalaya.contract.gateway.SessionCuts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells a gateway which of its sessions ended since it last asked. */
@ApplicationScoped
public class Cuts {
  private final CutStore store;

  Cuts(CutStore store) {
    this.store = store;
  }

  /**
   * What ended of the sessions that {@code node} activated last.
   *
   * @param after the {@code next} of the answer before; null for none, then nothing is told
   */
  @Transactional
  public SessionCuts of(String node, @Nullable Long after) {
    // Read first: what commits between the two statements is told now, and once more.
    long horizon = store.horizon();
    return new SessionCuts(after == null ? List.of() : store.since(node, after), horizon);
  }
}
