package io.atalaya.api.session;

import java.time.Duration;
import java.util.Locale;

/** What can happen to a session. */
public sealed interface SessionEvent {
  /** A stream token was minted for it, the first or, after a page reload, a fresh one. */
  record TokenMinted() implements SessionEvent {
    @Override
    public Name name() {
      return Name.TOKEN;
    }
  }

  /**
   * Somebody came with the token.
   *
   * @param longest how long the plan lets one session last
   */
  record Activated(Duration longest) implements SessionEvent {
    @Override
    public Name name() {
      return Name.ACTIVATE;
    }
  }

  /**
   * A gateway saw media being fetched.
   *
   * @param idle how long ago it last was
   */
  record Watched(Duration idle) implements SessionEvent {
    @Override
    public Name name() {
      return Name.HEARTBEAT;
    }
  }

  /**
   * The page that watches goes away: it is closed, or reloaded and about to come back. Said by the
   * page that holds the session's present token; of an older one it is no news.
   */
  record PageLeft() implements SessionEvent {
    @Override
    public Name name() {
      return Name.LEAVE;
    }
  }

  /** Somebody wants it over. */
  record EndRequested(EndReason reason) implements SessionEvent {
    @Override
    public Name name() {
      return Name.END;
    }
  }

  /** Nothing but the clock. */
  record TimePassed() implements SessionEvent {
    @Override
    public Name name() {
      return Name.TIME;
    }
  }

  Name name();

  /** How {@code details.allowed} and the printed table call the events. */
  enum Name {
    TOKEN,
    ACTIVATE,
    HEARTBEAT,
    LEAVE,
    END,
    TIME;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
