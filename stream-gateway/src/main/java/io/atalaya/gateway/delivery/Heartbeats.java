package io.atalaya.gateway.delivery;

import io.atalaya.contract.gateway.Heartbeat;
import io.atalaya.contract.gateway.SessionCuts;
import io.atalaya.gateway.platform.ApiClient;
import io.atalaya.gateway.platform.ApiUnavailableException;
import io.atalaya.gateway.platform.GatewayConfig;
import io.atalaya.gateway.platform.Node;
import io.atalaya.gateway.platform.Threads;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the api who really watches, which renews their leases, and cuts whom it says. While the api
 * is away everybody known goes on watching; it is asked more often then, so that they are reported
 * as soon as it is back.
 *
 * <p>Between two heartbeats it asks each second what ended, which is how a viewer whose session was
 * ended by somebody is cut at once. Sweeps the sessions too. Each on a thread of its own: a slow
 * api delays nothing but itself.
 */
@ApplicationScoped
class Heartbeats {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);
  private static final Duration CUTS_INTERVAL = Duration.ofSeconds(1);

  /** After a heartbeat that was not answered. */
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);

  private final LiveSessions sessions;
  private final ApiClient api;
  private final Node node;
  private final InstantSource clock;
  private final Duration interval;
  private final List<Thread> threads = new ArrayList<>();

  // Of the heartbeat's thread.
  private boolean answered = true;
  private Instant reportedUntil = Instant.EPOCH;

  /** Of the thread that asks for cuts; null before the first answer. */
  private @Nullable Long cutsAfter;

  Heartbeats(
      Delivery delivery, ApiClient api, Node node, InstantSource clock, GatewayConfig config) {
    this.sessions = delivery.sessions();
    this.api = api;
    this.node = node;
    this.clock = clock;
    this.interval = config.heartbeatInterval();
  }

  void start(@Observes StartupEvent ignored) {
    threads.add(Threads.startLoop("heartbeat", this::pause, this::beat));
    threads.add(Threads.startLoop("session-cuts", () -> CUTS_INTERVAL, this::askForCuts));
    threads.add(Threads.startLoop("session-sweep", () -> SWEEP_INTERVAL, sessions::sweep));
  }

  void stop(@Observes ShutdownEvent ignored) {
    threads.forEach(Thread::interrupt);
  }

  private Duration pause() {
    return answered || interval.compareTo(RETRY_INTERVAL) < 0 ? interval : RETRY_INTERVAL;
  }

  /** The heartbeat says in the log when the api is away. */
  private void askForCuts() {
    try {
      SessionCuts answer = api.cuts(cutsAfter);
      sessions.cut(answer.cut());
      cutsAfter = answer.next();
    } catch (ApiUnavailableException _) {
      // Asked again in a second, from where we were.
    }
  }

  /** One heartbeat; also sent when nobody watches, as a sign of life. */
  void beat() {
    Instant now = clock.instant();
    List<Heartbeat.Watched> watched = sessions.watchedSince(reportedUntil);
    try {
      for (int from = 0; from == 0 || from < watched.size(); from += Heartbeat.MAX_SESSIONS) {
        int to = Math.min(watched.size(), from + Heartbeat.MAX_SESSIONS);
        var request = new Heartbeat.Request(node.id(), node.bootId(), watched.subList(from, to));
        sessions.cut(api.heartbeat(request).cut());
      }
      reportedUntil = now;
      noteAnswered(true, "");
    } catch (ApiUnavailableException e) {
      noteAnswered(false, e.getMessage());
    }
  }

  private void noteAnswered(boolean now, @Nullable String why) {
    if (now != answered) {
      answered = now;
      if (now) {
        LOG.info("the api takes heartbeats again");
      } else {
        LOG.warn("the api takes no heartbeat ({}); known sessions go on", why);
      }
    }
  }
}
