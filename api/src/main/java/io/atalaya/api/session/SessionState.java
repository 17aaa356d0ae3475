package io.atalaya.api.session;

import java.time.Instant;

/** Where a session is in its life; each state holds exactly what it knows. */
public sealed interface SessionState {
  /** Wanted; holds no slot. */
  record Requested(Instant issueBy) implements Live {
    @Override
    public Instant lapsesAt() {
      return issueBy;
    }

    @Override
    public Over lapsed() {
      return new Expired(issueBy, EndReason.NEVER_ISSUED);
    }

    @Override
    public SessionPhase phase() {
      return SessionPhase.REQUESTED;
    }
  }

  /** A token is out and a slot is held until {@code claimBy}. */
  record Issued(Instant claimBy) implements Live {
    @Override
    public Instant lapsesAt() {
      return claimBy;
    }

    @Override
    public Over lapsed() {
      return new Expired(claimBy, EndReason.NEVER_CLAIMED);
    }

    @Override
    public SessionPhase phase() {
      return SessionPhase.ISSUED;
    }
  }

  /**
   * Being watched.
   *
   * @param leaseExpiresAt moved on by heartbeats, never past {@code endsAt}
   * @param endsAt the hard end
   */
  record Active(Instant activatedAt, Instant leaseExpiresAt, Instant endsAt) implements Live {
    @Override
    public Instant lapsesAt() {
      return leaseExpiresAt;
    }

    /** A lease that reached the hard end was renewed to the last: that is an end, not a loss. */
    @Override
    public Over lapsed() {
      return leaseExpiresAt.isBefore(endsAt)
          ? new Expired(leaseExpiresAt, EndReason.LEASE_LAPSED)
          : new Ended(endsAt, EndReason.MAX_DURATION);
    }

    @Override
    public SessionPhase phase() {
      return SessionPhase.ACTIVE;
    }
  }

  /**
   * Its page has gone, and may be back in a moment. Holds its slot until {@code leaseExpiresAt},
   * which nothing but a new token moves on.
   */
  record Left(Instant activatedAt, Instant leftAt, Instant leaseExpiresAt, Instant endsAt)
      implements Live {
    @Override
    public Instant lapsesAt() {
      return leaseExpiresAt;
    }

    @Override
    public Over lapsed() {
      return leaseExpiresAt.isBefore(endsAt)
          ? new Expired(leaseExpiresAt, EndReason.VIEWER_LEFT)
          : new Ended(endsAt, EndReason.MAX_DURATION);
    }

    /** To programs it is active: it holds its slot. */
    @Override
    public SessionPhase phase() {
      return SessionPhase.ACTIVE;
    }
  }

  /** Somebody, or the plan, ended it. */
  record Ended(Instant at, EndReason reason) implements Over {
    @Override
    public SessionPhase phase() {
      return SessionPhase.ENDED;
    }
  }

  /** Its time ran out. */
  record Expired(Instant at, EndReason reason) implements Over {
    @Override
    public SessionPhase phase() {
      return SessionPhase.EXPIRED;
    }
  }

  /** Not over, and over by itself at {@link #lapsesAt()} if nothing happens. */
  sealed interface Live extends SessionState {
    Instant lapsesAt();

    /** What it is from {@link #lapsesAt()} on, whenever that is noticed. */
    Over lapsed();
  }

  /** Over for ever. */
  sealed interface Over extends SessionState {
    Instant at();

    EndReason reason();
  }

  SessionPhase phase();
}
