package io.atalaya.api.session;

import io.atalaya.api.session.SessionEvent.Activated;
import io.atalaya.api.session.SessionEvent.EndRequested;
import io.atalaya.api.session.SessionEvent.PageLeft;
import io.atalaya.api.session.SessionEvent.TimePassed;
import io.atalaya.api.session.SessionEvent.TokenMinted;
import io.atalaya.api.session.SessionEvent.Watched;
import io.atalaya.api.session.SessionState.Active;
import io.atalaya.api.session.SessionState.Ended;
import io.atalaya.api.session.SessionState.Issued;
import io.atalaya.api.session.SessionState.Left;
import io.atalaya.api.session.SessionState.Live;
import io.atalaya.api.session.SessionState.Over;
import io.atalaya.api.session.SessionState.Requested;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What an event makes of a session. */
public sealed interface SessionDecision {
  /** How long a requested session waits for its token. */
  Duration REQUEST_WINDOW = Duration.ofSeconds(60);

  /** How long an issued one holds its slot for somebody to come. */
  Duration CLAIM_WINDOW = Duration.ofSeconds(30);

  /** How long an active one holds it without media being fetched: three lost heartbeats of 15 s. */
  Duration LEASE = Duration.ofSeconds(45);

  /**
   * How long a page that left has to come back with a token, as a reload does; then the slot is
   * free.
   *
   * <p>Only a token ends this. It is minted under the row's lock and so by somebody who came after
   * the leave. A heartbeat cannot show that: {@code idleMillis} is the age of the media when the
   * gateway sent it, and neither how long the call took nor which requests were still under way
   * when the page went is known within these few seconds. Believing it would keep the slots of
   * closed pages for a whole {@link #LEASE}. Should somebody else really watch in the session, they
   * are told {@code viewer_left}, and ask for a token of their own.
   */
  Duration RETURN_WINDOW = Duration.ofSeconds(5);

  /** It changes. */
  record Become(SessionState next) implements SessionDecision {}

  /** Nothing to do, and that is fine. */
  record Stay(SessionState state) implements SessionDecision {}

  /** Refused for ever: the session is over, perhaps unnoticed until now. A 410. */
  record Refused(Over over) implements SessionDecision {}

  /** Refused now: this comes too early. A 409. */
  record Conflict(SessionPhase current, List<SessionEvent.Name> allowed)
      implements SessionDecision {}

  /**
   * The whole life of a session. Pure: no clock, no database, no log.
   *
   * <p>A live state whose time has run out is judged as what it became then, so the answer does not
   * depend on whether a sweeper came by.
   */
  static SessionDecision decide(SessionState state, SessionEvent event, Instant now) {
    return switch (state) {
      case Over over -> ofOver(over, event);
      case Live live when !now.isBefore(live.lapsesAt()) -> ofLapsed(live.lapsed(), event);
      case Requested requested -> ofRequested(requested, event, now);
      case Issued issued -> ofIssued(issued, event, now);
      case Active active -> ofActive(active, event, now);
      case Left left -> ofLeft(left, event, now);
    };
  }

  private static SessionDecision ofOver(Over over, SessionEvent event) {
    return switch (event) {
      case EndRequested _, PageLeft _, TimePassed _ -> new Stay(over);
      case TokenMinted _, Activated _, Watched _ -> new Refused(over);
    };
  }

  private static SessionDecision ofLapsed(Over over, SessionEvent event) {
    return switch (event) {
      case EndRequested _, PageLeft _, TimePassed _ -> new Become(over);
      case TokenMinted _, Activated _, Watched _ -> new Refused(over);
    };
  }

  private static SessionDecision ofRequested(Requested state, SessionEvent event, Instant now) {
    return switch (event) {
      case TokenMinted _ -> new Become(new Issued(now.plus(CLAIM_WINDOW)));
      case Activated _, Watched _, PageLeft _ ->
          new Conflict(state.phase(), List.of(SessionEvent.Name.TOKEN, SessionEvent.Name.END));
      case EndRequested(var reason) -> new Become(new Ended(now, reason));
      case TimePassed _ -> new Stay(state);
    };
  }

  private static SessionDecision ofIssued(Issued state, SessionEvent event, Instant now) {
    return switch (event) {
      case TokenMinted _ -> new Become(new Issued(now.plus(CLAIM_WINDOW)));
      case Activated(var longest) -> {
        Instant endsAt = now.plus(longest);
        yield new Become(new Active(now, earlier(now.plus(LEASE), endsAt), endsAt));
      }
      case Watched _ ->
          new Conflict(
              state.phase(),
              List.of(
                  SessionEvent.Name.TOKEN,
                  SessionEvent.Name.ACTIVATE,
                  SessionEvent.Name.LEAVE,
                  SessionEvent.Name.END));
      case PageLeft _ -> new Become(new Issued(earlier(state.claimBy(), now.plus(RETURN_WINDOW))));
      case EndRequested(var reason) -> new Become(new Ended(now, reason));
      case TimePassed _ -> new Stay(state);
    };
  }

  private static SessionDecision ofActive(Active state, SessionEvent event, Instant now) {
    return switch (event) {
      // The page that was reloaded gets the time a new one has to come with its token.
      case TokenMinted _ -> new Become(leasedUntil(state, now.plus(CLAIM_WINDOW)));
      case Activated _, TimePassed _ -> new Stay(state);
      case Watched(var idle) -> new Become(leasedUntil(state, now.minus(idle).plus(LEASE)));
      case PageLeft _ ->
          new Become(
              new Left(
                  state.activatedAt(),
                  now,
                  earlier(state.leaseExpiresAt(), now.plus(RETURN_WINDOW)),
                  state.endsAt()));
      case EndRequested(var reason) -> new Become(new Ended(now, reason));
    };
  }

  private static SessionDecision ofLeft(Left state, SessionEvent event, Instant now) {
    return switch (event) {
      case TokenMinted _ ->
          new Become(
              new Active(
                  state.activatedAt(),
                  earlier(now.plus(CLAIM_WINDOW), state.endsAt()),
                  state.endsAt()));
      // What is still on its way of the page that left; see RETURN_WINDOW.
      case Activated _, Watched _, PageLeft _, TimePassed _ -> new Stay(state);
      case EndRequested(var reason) -> new Become(new Ended(now, reason));
    };
  }

  /** Never shortens a lease, never leads past the hard end. */
  private static Active leasedUntil(Active state, Instant wanted) {
    Instant lease = wanted.isAfter(state.leaseExpiresAt()) ? wanted : state.leaseExpiresAt();
    return new Active(state.activatedAt(), earlier(lease, state.endsAt()), state.endsAt());
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
