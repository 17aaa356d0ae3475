package io.atalaya.api.event;

import io.atalaya.api.platform.Settings;
import io.atalaya.contract.id.TenantId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All readers of events at this replica, fed by one loop: it reads what is settled since it last
 * looked, whatever replica wrote it, renders each event once, and hands it to all who may hear of
 * it. It asks nothing while nobody reads.
 *
 * <p>A reader joins at the place the loop has reached, and reads up to there by itself; so each
 * event comes to it exactly once, by one way or the other. Any thread.
 */
@Singleton
final class EventStreams {
  static final int MAX_PER_USER = 10;
  static final int MAX_PER_TENANT = 200;
  static final int MAX_PER_REPLICA = 2_000;

  private static final Logger LOG = Logger.getLogger(EventStreams.class);
  private static final int BATCH = 1_000;

  private final EventStore store;
  private final EventJson json;
  private final InstantSource clock;
  private final Duration interval;
  private final Duration heartbeat;
  private final ExecutorService threads;
  private final Counter cuts;

  /** Guards what follows; never held over a query or a write. */
  private final Object lock = new Object();

  private final Set<EventStream> open = new HashSet<>();
  private final Set<EventStream> joined = new HashSet<>();
  private Position reached = Position.START;

  private volatile boolean stopping;
  private @Nullable Future<?> loop;

  EventStreams(
      EventStore store,
      EventJson json,
      InstantSource clock,
      Settings settings,
      MeterRegistry meters,
      @VirtualThreads ExecutorService threads) {
    this.store = store;
    this.json = json;
    this.clock = clock;
    this.interval = settings.eventPollInterval();
    this.heartbeat = settings.eventHeartbeat();
    this.threads = threads;
    if (interval.toMillis() < 10 || heartbeat.toMillis() < 100) {
      throw new IllegalArgumentException(
          "ATALAYA_EVENT_POLL_INTERVAL must be at least 10 ms, ATALAYA_EVENT_HEARTBEAT 100 ms");
    }
    this.cuts =
        Counter.builder("atalaya.event.streams.cut")
            .description("Event streams cut off because their reader was too slow")
            .register(meters);
    Gauge.builder("atalaya.event.streams", this, EventStreams::size)
        .description("Event streams open at this replica")
        .register(meters);
  }

  void onStart(@Observes StartupEvent starting) {
    loop = threads.submit(this::loop);
  }

  void onStop(@Observes ShutdownEvent ending) {
    stopping = true;
    Future<?> running = loop;
    if (running != null) {
      running.cancel(true);
    }
    everybody().forEach(EventStream::cut);
  }

  /**
   * A new reader.
   *
   * @param standing whether they may go on reading
   * @param abort drops their connection; from any thread
   * @throws io.atalaya.contract.error.DomainException {@code too_many_event_streams}
   */
  EventStream open(EventAudience audience, BooleanSupplier standing, Runnable abort) {
    var stream = new EventStream(this, audience, standing, abort, heartbeat, clock);
    synchronized (lock) {
      requireRoom("the replica", MAX_PER_REPLICA, _ -> true);
      requireRoom("the tenant", MAX_PER_TENANT, one -> one.tenant().equals(audience.tenant()));
      requireRoom("the caller", MAX_PER_USER, one -> one.user().equals(audience.user()));
      open.add(stream);
    }
    return stream;
  }

  private void requireRoom(String whose, int limit, Predicate<EventAudience> counted) {
    if (open.stream().map(EventStream::audience).filter(counted).count() >= limit) {
      throw EventErrorCode.tooMany(whose, limit);
    }
  }

  /** From the place it returns, the loop hands events to the stream. */
  Position join(EventStream stream) {
    Position now = store.horizon();
    synchronized (lock) {
      if (joined.isEmpty()) {
        reached = now;
      }
      stream.startsAt(reached);
      if (open.contains(stream)) {
        joined.add(stream);
      }
      return reached;
    }
  }

  void close(EventStream stream) {
    stream.leave();
    synchronized (lock) {
      open.remove(stream);
      joined.remove(stream);
    }
  }

  /** Whether one can go on after {@code place} without having missed anything. */
  boolean isKept(Position place) {
    return !store.purged().isAfter(place) && !place.isAfter(store.horizon());
  }

  Position horizon() {
    return store.horizon();
  }

  List<RecordedEvent> between(EventAudience audience, Position after, Position until, int limit) {
    return audience.tenant().isPresent()
        ? store.between(audience.tenant().get(), after, until, limit)
        : store.allBetween(after, until, limit);
  }

  EventFrame frame(RecordedEvent event) {
    return EventFrame.of(event, json.of(event));
  }

  private void loop() {
    while (!stopping) {
      try {
        cutStalled();
        if (!poll()) {
          TimeUnit.MILLISECONDS.sleep(interval.toMillis());
        }
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        LOG.error("cannot read events; trying again", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException _) {
      stopping = true;
    }
  }

  /** Hands on what is new; whether there may be more at once. */
  boolean poll() {
    Position from;
    synchronized (lock) {
      if (joined.isEmpty()) {
        return false;
      }
      from = reached;
    }
    Position horizon = store.horizon();
    List<RecordedEvent> events = store.allBetween(from, horizon, BATCH);
    boolean more = events.size() == BATCH;
    handOn(from, events.stream().map(this::frame).toList(), more ? last(events) : horizon);
    return more;
  }

  private static Position last(List<RecordedEvent> events) {
    return events.getLast().position();
  }

  private void handOn(Position from, List<EventFrame> frames, Position to) {
    var slow = new ArrayList<EventStream>();
    synchronized (lock) {
      if (!reached.equals(from)) {
        return; // Everybody left meanwhile, and somebody else began elsewhere.
      }
      reached = to;
      for (EventStream stream : joined) {
        if (!stream.offer(frames, to)) {
          slow.add(stream);
        }
      }
    }
    slow.forEach(this::cut);
  }

  private void cutStalled() {
    Instant now = clock.instant();
    everybody().stream().filter(stream -> stream.isStalled(now)).forEach(this::cut);
  }

  private void cut(EventStream stream) {
    close(stream);
    LOG.infof(
        "event stream of %s in tenant %s is cut: its reader is too slow",
        stream.audience().user(), stream.audience().tenant().map(Object::toString).orElse("-"));
    cuts.increment();
    stream.cut();
  }

  private List<EventStream> everybody() {
    synchronized (lock) {
      return List.copyOf(open);
    }
  }

  private int size() {
    synchronized (lock) {
      return open.size();
    }
  }

  /** How many a tenant's people have open. */
  long sizeOf(TenantId tenant) {
    synchronized (lock) {
      return open.stream()
          .filter(one -> one.audience().tenant().equals(Optional.of(tenant)))
          .count();
    }
  }
}
