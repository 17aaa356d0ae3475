package io.atalaya.api.session;

import io.atalaya.contract.error.DomainError;

/** What becomes of one {@link Wish}. */
sealed interface Verdict {
  /** A slot of its own. */
  record Take() implements Verdict {}

  /** The page was reloaded: it goes on in its session, which is locked, and in its slot. */
  record GoOn(Session session) implements Verdict {}

  /** A limit is reached. */
  record Full(Slots.Limit limit) implements Verdict {}

  /** There is nothing to watch, whatever is free. */
  record Refuse(DomainError why) implements Verdict {}
}
