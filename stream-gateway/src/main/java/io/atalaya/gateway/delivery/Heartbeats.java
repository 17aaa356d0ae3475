package io.atalaya.gateway.delivery;

import io.atalaya.contract.gateway.Heartbeat;
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
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the api who really watches, which renews their leases, and cuts whom it says. While the api
 * is away everybody known goes on watching, and is reported once it is back. Sweeps the sessions
 * too, on a thread of its own, so that a slow api does not delay it.
 */
@ApplicationScoped
class Heartbeats {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

  private final LiveSessions sessions;
  private final ApiClient api;
  private final Node node;
  private final InstantSource clock;
  private final Duration interval;
  private @Nullable Thread beating;
  private @Nullable Thread sweeping;
  private boolean answered = true;
  private Instant reportedUntil = Instant.EPOCH;

  Heartbeats(
      Delivery delivery, ApiClient api, Node node, InstantSource clock, GatewayConfig config) {
    this.sessions = delivery.sessions();
    this.api = api;
    this.node = node;
    this.clock = clock;
    this.interval = config.heartbeatInterval();
  }

  void start(@Observes StartupEvent ignored) {
    beating = Threads.startVirtual("heartbeat", () -> every(interval, this::beat));
    sweeping = Threads.startVirtual("session-sweep", () -> every(SWEEP_INTERVAL, sessions::sweep));
  }

  void stop(@Observes ShutdownEvent ignored) {
    if (beating != null && sweeping != null) {
      beating.interrupt();
      sweeping.interrupt();
    }
  }

  private static void every(Duration interval, Runnable work) {
    try {
      while (true) {
        Thread.sleep(interval);
        try {
          work.run();
        } catch (RuntimeException e) {
          LOG.error(
              "a round of {} failed; the next one comes", Thread.currentThread().getName(), e);
        }
      }
    } catch (InterruptedException _) {
      // the gateway stops
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
