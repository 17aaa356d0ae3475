package io.atalaya.api.webhook;

import io.atalaya.api.event.EventJson;
import io.atalaya.api.event.EventType;
import io.atalaya.api.event.Events;
import io.atalaya.api.event.NewEvent;
import io.atalaya.api.platform.Background;
import io.atalaya.api.platform.BackgroundWork;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Delivers. Each second every replica makes out what is new, and takes endpoints that have
 * something due: an endpoint is served by one replica at a time, by a virtual thread of its own,
 * one delivery after the other. A slow one holds up itself; a dead one is left alone for longer and
 * longer, and in the end switched off. No connection of the database is held while one is sent.
 *
 * <p>At least once: a replica that is killed between an answer and its writing delivers again,
 * under the same {@code webhook-id}.
 */
@Singleton
class Deliverer {
  private static final Logger LOG = Logger.getLogger(Deliverer.class);

  /** Endpoints that are served at once by a replica. */
  static final int MAX_AT_ONCE = 256;

  /** What may wait for one endpoint; more is more than it will ever take. */
  static final int MAX_PENDING = 10_000;

  private static final int EVENTS = 1_000;
  private static final int DELIVERIES = 20;

  /** Then others have their turn. */
  private static final Duration TURN = Duration.ofSeconds(30);

  /** A turn, and a delivery that began at its very end. */
  private static final Duration CLAIM = TURN.plus(WebhookSender.DEADLINE).plusSeconds(20);

  private final DeliveryStore store;
  private final WebhookStore webhooks;
  private final Receivers receivers;
  private final WebhookSender sender;
  private final EventJson json;
  private final Events events;
  private final WebhookAudit audit;
  private final WebhookMeters meters;
  private final InstantSource clock;
  private final SecureRandom random;
  private final BackgroundWork work;
  private final ExecutorService threads;
  private final Semaphore free = new Semaphore(MAX_AT_ONCE);

  Deliverer(
      DeliveryStore store,
      WebhookStore webhooks,
      Receivers receivers,
      WebhookSender sender,
      EventJson json,
      Events events,
      WebhookAudit audit,
      WebhookMeters meters,
      InstantSource clock,
      SecureRandom random,
      BackgroundWork work,
      @VirtualThreads ExecutorService threads) {
    this.store = store;
    this.webhooks = webhooks;
    this.receivers = receivers;
    this.sender = sender;
    this.json = json;
    this.events = events;
    this.audit = audit;
    this.meters = meters;
    this.clock = clock;
    this.random = random;
    this.work = work;
    this.threads = threads;
  }

  @Scheduled(
      every = "${atalaya.webhook-interval:1s}",
      concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  @Background
  void tick() {
    while (store.fanOut(EVENTS) == EVENTS) {
      LOG.debug("more events than fit in one go");
    }
    int room = free.drainPermits();
    List<Webhook> claimed = List.of();
    try {
      claimed = room == 0 ? List.of() : store.claim(room, CLAIM);
    } finally {
      free.release(room - claimed.size());
    }
    claimed.forEach(webhook -> threads.execute(() -> serve(webhook)));
  }

  /** Whether no endpoint is being served here. */
  boolean isIdle() {
    return free.availablePermits() == MAX_AT_ONCE;
  }

  @Background
  void serve(Webhook webhook) {
    try {
      turn(webhook);
      store.release(webhook.tenant(), webhook.id());
    } catch (RuntimeException e) {
      // Its claim lapses, and it is served again.
      LOG.errorf(e, "webhook %s of tenant %s was not served", webhook.id(), webhook.tenant());
    } finally {
      free.release();
    }
  }

  private void turn(Webhook webhook) {
    TenantId tenant = webhook.tenant();
    UUID id = webhook.id();
    if (store.pending(tenant, id, MAX_PENDING) == MAX_PENDING) {
      disable(webhook, "more than %d deliveries were waiting".formatted(MAX_PENDING));
      return;
    }
    WebhookUrl url = WebhookUrl.parse(webhook.url());
    Instant end = clock.instant().plus(TURN);
    int failures = webhook.failures();
    List<Delivery> due;
    do {
      due = store.due(tenant, id, DELIVERIES);
      for (Delivery delivery : due) {
        Attempt attempt = attempt(webhook, url, delivery);
        meters.tried(attempt);
        if (attempt.isDelivered()) {
          store.delivered(tenant, id, delivery, attempt);
          failures = 0;
        } else {
          failures++;
          Duration rest = Retry.rest(failures, random);
          if (failed(webhook, delivery, attempt, rest) || !rest.isZero()) {
            return;
          }
        }
        if (clock.instant().isAfter(end) || work.isEnding()) {
          return;
        }
      }
    } while (!due.isEmpty());
  }

  private Attempt attempt(Webhook webhook, WebhookUrl url, Delivery delivery) {
    return switch (receivers.find(url)) {
      case Receivers.Refused(String why) -> Attempt.unanswered(why, 0);
      case Receivers.Unknown(String why) -> Attempt.unanswered(why, 0);
      case Receivers.Checked(var address) -> {
        String body = json.of(delivery.event());
        yield sender.send(url, address, headers(webhook, delivery, body), body);
      }
    };
  }

  private Map<String, String> headers(Webhook webhook, Delivery delivery, String body) {
    Instant now = clock.instant();
    String id = delivery.event().id().toString();
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "Atalaya-Webhooks/1");
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
    headers.put(
        "webhook-signature",
        webhooks.secrets(webhook.tenant(), webhook.id()).stream()
            .map(secret -> secret.sign(id, now, body))
            .collect(Collectors.joining(" ")));
    return headers;
  }

  /** Whether the endpoint was switched off. */
  private boolean failed(Webhook webhook, Delivery delivery, Attempt attempt, Duration rest) {
    @Nullable Duration again = Retry.after(delivery.attempts() + 1, random).orElse(null);
    boolean hopeless = store.failed(webhook.tenant(), webhook.id(), delivery, attempt, again, rest);
    if (attempt.isGone()) {
      disable(webhook, "the receiver says that it is gone (410)");
    } else if (hopeless) {
      disable(
          webhook,
          "nothing was delivered for %d days; last: %s"
              .formatted(Retry.PATIENCE.toDays(), attempt.error()));
    }
    return attempt.isGone() || hopeless;
  }

  private void disable(Webhook webhook, String reason) {
    LOG.infof(
        "webhook %s of tenant %s is switched off: %s", webhook.id(), webhook.tenant(), reason);
    QuarkusTransaction.requiringNew()
        .run(() -> {
          if (!store.disable(webhook.tenant(), webhook.id(), reason)) {
            return; // Somebody was faster, or it is gone.
          }
          audit.disabled(webhook, reason);
          events.record(
              NewEvent.ofTenant(
                  webhook.tenant(),
                  EventType.WEBHOOK_DISABLED,
                  Map.of("webhookId", webhook.id().toString(), "reason", reason)));
        });
  }
}
