package io.atalaya.api.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One reader of events. The reader's thread reads what was missed and then writes what {@link
 * EventStreams} hands in, blocked by the reader's own connection and by nothing else.
 *
 * <p>What is handed in waits in a queue of {@value #MAX_WAITING} events, which all readers share in
 * memory. A reader that lets it run over, or takes none of its bytes for {@link #MAX_STALL}, is cut
 * off; it comes back with the last id it got and misses nothing.
 */
final class EventStream {
  private static final Logger LOG = Logger.getLogger(EventStream.class);

  /** Events; some hundred bytes each, 4 KiB at most. */
  static final int MAX_WAITING = 512;

  static final Duration MAX_STALL = Duration.ofSeconds(20);

  private static final int PAGE = 200;

  private final EventStreams streams;
  private final EventAudience audience;
  private final BooleanSupplier standing;
  private final Runnable abort;
  private final Duration heartbeat;
  private final InstantSource clock;
  private final BlockingQueue<EventFrame> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

  /** Everything up to here was handed in; written by the replica's loop. */
  private volatile Position handed = Position.START;

  private volatile boolean over;
  private volatile @Nullable Instant writingSince;

  EventStream(
      EventStreams streams,
      EventAudience audience,
      BooleanSupplier standing,
      Runnable abort,
      Duration heartbeat,
      InstantSource clock) {
    this.streams = streams;
    this.audience = audience;
    this.standing = standing;
    this.abort = abort;
    this.heartbeat = heartbeat;
    this.clock = clock;
  }

  EventAudience audience() {
    return audience;
  }

  /** Writes until the reader leaves, is cut off, or may read no longer. */
  void run(Optional<Position> after, OutputStream out) throws IOException {
    Optional<Position> known = after.filter(streams::isKept);
    if (known.isPresent()) {
      write(out, EventFrame.hello(known.get()));
      Position settled = streams.horizon();
      replay(known.get(), settled, out);
      // What came meanwhile, and from there on the loop hands in.
      replay(settled, streams.join(this), out);
    } else {
      Position now = streams.join(this);
      write(out, after.isEmpty() ? EventFrame.hello(now) : EventFrame.reset(now));
    }
    follow(out);
  }

  /** Not before {@code after}, and before {@code until}; pages, so that nothing piles up. */
  private void replay(Position after, Position until, OutputStream out) throws IOException {
    Position at = after;
    List<RecordedEvent> page;
    do {
      page = streams.between(audience, at, until, PAGE);
      for (RecordedEvent event : page) {
        at = event.position();
        if (audience.hears(event)) {
          write(out, streams.frame(event).text());
        }
      }
    } while (page.size() == PAGE && !over);
  }

  private void follow(OutputStream out) throws IOException {
    Instant lookAt = clock.instant().plus(heartbeat);
    while (!over) {
      // Read first: whatever was handed in up to there is in the queue, or was.
      Position reached = handed;
      Optional<EventFrame> next = next(Duration.between(clock.instant(), lookAt));
      if (next.isPresent()) {
        write(out, next.get().text());
      }
      if (!over && !clock.instant().isBefore(lookAt)) {
        if (!stands()) {
          return;
        }
        if (next.isEmpty()) {
          write(out, EventFrame.heartbeat(reached));
        }
        lookAt = clock.instant().plus(heartbeat);
      }
    }
  }

  private Optional<EventFrame> next(Duration patience) {
    try {
      return Optional.ofNullable(
          waiting.poll(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      over = true;
      return Optional.empty();
    }
  }

  private boolean stands() {
    try {
      return standing.getAsBoolean();
    } catch (RuntimeException e) {
      // Nobody can be asked now: who was let in stays until somebody can.
      LOG.warn("cannot ask whether a reader of events is still signed in", e);
      return true;
    }
  }

  private void write(OutputStream out, String text) throws IOException {
    writingSince = clock.instant();
    out.write(text.getBytes(UTF_8));
    out.flush();
    writingSince = null;
  }

  /** From the loop: events in their order; false when the reader is too slow. */
  boolean offer(List<EventFrame> frames, Position upTo) {
    for (EventFrame frame : frames) {
      if (audience.hears(frame.event()) && !waiting.offer(frame)) {
        return false;
      }
    }
    handed = upTo;
    return true;
  }

  /** Where the loop begins to hand in. */
  void startsAt(Position from) {
    handed = from;
  }

  boolean isStalled(Instant now) {
    Instant since = writingSince;
    return since != null && since.plus(MAX_STALL).isBefore(now);
  }

  /** Nothing more is written; the reader's thread returns when it notices. */
  void leave() {
    over = true;
  }

  /** Drops the connection, whatever still waits in it. */
  void cut() {
    over = true;
    waiting.clear();
    abort.run();
  }
}
