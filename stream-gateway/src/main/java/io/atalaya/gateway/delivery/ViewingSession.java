package io.atalaya.gateway.delivery;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.id.SessionId;
import io.atalaya.gateway.ingest.Audience;
import io.atalaya.gateway.ingest.Feed;
import io.atalaya.gateway.platform.GatewayErrorCode;
import io.atalaya.media.live.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One person watching one camera, as this gateway knows it. Over once and for ever: by its hard
 * end, by the api's word, because its camera left, or because nothing was fetched any more.
 * Thread-safe.
 */
final class ViewingSession {
  /** The api's lease is 45 s, renewed by what was fetched; nobody comes back later than this. */
  static final Duration SILENCE = Duration.ofSeconds(60);

  /**
   * Who opened it.
   *
   * @param tokenId the token that was spent
   * @param client who presented it: only the same one may do so again
   */
  record Opening(UUID tokenId, ClientPrint client) {}

  /** How it ended. */
  record Over(GatewayErrorCode code, String reason, Instant at) {}

  private final SessionId id;
  private volatile Opening opening;
  private final Feed feed;
  private final Audience.Seat seat;
  private final Instant endsAt;
  private final LongAdder bytesSent = new LongAdder();
  private volatile Instant lastMediaAt;
  private volatile @Nullable Over over;

  /** Who waits for the end; guarded by this, empty from then on. */
  private final Set<Runnable> waiting = new HashSet<>();

  ViewingSession(
      SessionId id, Opening opening, Feed feed, Audience.Seat seat, Instant now, Instant endsAt) {
    this.id = id;
    this.opening = opening;
    this.feed = feed;
    this.seat = seat;
    this.endsAt = endsAt;
    this.lastMediaAt = now;
  }

  SessionId id() {
    return id;
  }

  Opening opening() {
    return opening;
  }

  /**
   * The api activated it by a fresh token: a page was reloaded, or a player starts over. Of two
   * that came with the same token the first one stays.
   */
  void reopen(Opening fresh) {
    synchronized (this) {
      opening = opening.tokenId().equals(fresh.tokenId()) ? opening : fresh;
    }
  }

  Feed feed() {
    return feed;
  }

  /** Media, init segments included, was handed to the viewer's connection. */
  void sent(int bytes, Instant now) {
    bytesSent.add(bytes);
    lastMediaAt = now;
  }

  long bytesSent() {
    return bytesSent.sum();
  }

  boolean fetchedMediaSince(Instant instant) {
    return bytesSent.sum() > 0 && !lastMediaAt.isBefore(instant);
  }

  /** Since media was last sent. */
  long idleMillis(Instant now) {
    return Math.max(0, Duration.between(lastMediaAt, now).toMillis());
  }

  /** Ends it, and tells those who wait; the first reason stays. */
  void end(Over how) {
    List<Runnable> told;
    synchronized (this) {
      over = over == null ? how : over;
      told = List.copyOf(waiting);
      waiting.clear();
    }
    seat.close();
    told.forEach(Runnable::run);
  }

  /** Calls {@code then} once when it ends, at once if it has; on the thread that ends it. */
  Registration onEnd(Runnable then) {
    synchronized (this) {
      if (over == null) {
        waiting.add(then);
        return () -> forget(then);
      }
    }
    then.run();
    return () -> {};
  }

  private synchronized void forget(Runnable then) {
    waiting.remove(then);
  }

  /** Gives up the seat of a session that never began, because another request was faster. */
  void discard() {
    seat.close();
  }

  /** How it ended, if it has by now. */
  Optional<Over> over(Instant now) {
    if (over == null) {
      due(now).ifPresent(this::end);
    }
    return Optional.ofNullable(over);
  }

  private Optional<Over> due(Instant now) {
    if (feed.isClosed()) {
      return Optional.of(new Over(GatewayErrorCode.SESSION_ENDED, "camera_disabled", now));
    }
    if (!now.isBefore(endsAt)) {
      return Optional.of(new Over(GatewayErrorCode.SESSION_ENDED, "max_duration", endsAt));
    }
    Instant silent = lastMediaAt.plus(SILENCE);
    return silent.isAfter(now)
        ? Optional.empty()
        : Optional.of(new Over(GatewayErrorCode.SESSION_EXPIRED, "lease_lapsed", silent));
  }

  /** What a viewer of a session that is over is told. */
  static DomainError gone(Over how) {
    return new DomainError.Gone(
        how.code(),
        "this viewing session is over (%s)".formatted(how.reason()),
        Map.of("reason", how.reason(), "endedAt", how.at()));
  }
}
