package io.atalaya.api.health;

import io.atalaya.api.platform.Background;
import io.atalaya.api.platform.Settings;
import io.atalaya.contract.gateway.CameraPage;
import io.atalaya.contract.gateway.IngestState;
import io.atalaya.contract.gateway.NodeInfo;
import io.atalaya.contract.gateway.ProvisionedCamera;
import io.atalaya.contract.id.StreamKey;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * What is true of a gateway as a whole: that it answers again, that it was started anew and has
 * lost its cameras, that it runs some nobody wants, and that some came back. Only hints: without
 * it, each camera's own turn would find the same, later.
 */
@Singleton
final class GatewayWatch {
  private static final Logger LOG = Logger.getLogger(GatewayWatch.class);

  /** Pages of one gateway; more is a gateway that turns in circles. */
  private static final int MAX_PAGES = 10_000;

  /** Runs of the history forgotten at a time. */
  private static final int FORGET_BATCH = 5_000;

  /** Cameras of a gateway that is back are looked at within this time, evenly. */
  private static final Duration SPREAD = Duration.ofSeconds(5);

  private final Lanes lanes;
  private final ClaimStore claims;
  private final Syncs syncs;
  private final HealthLoop loop;
  private final HealthRules rules;
  private final HealthStore store;
  private final GatewayNews news;
  private final boolean enabled;
  private final Map<String, UUID> boots = new ConcurrentHashMap<>();
  private final Map<String, Boolean> away = new ConcurrentHashMap<>();

  GatewayWatch(
      Lanes lanes,
      ClaimStore claims,
      Syncs syncs,
      HealthLoop loop,
      HealthRules rules,
      HealthStore store,
      GatewayNews news,
      Settings settings) {
    this.lanes = lanes;
    this.claims = claims;
    this.syncs = syncs;
    this.loop = loop;
    this.rules = rules;
    this.store = store;
    this.news = news;
    this.enabled = settings.health().loop();
  }

  @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  @Background
  void tick() {
    if (enabled) {
      lanes.all().forEach(this::look);
    }
  }

  @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  @Background
  void sweep() {
    if (enabled) {
      claims.mend(rules.longestPause().plusMinutes(1), rules.looks().claim());
      store.forget(rules.looks().history(), FORGET_BATCH);
      lanes.all().forEach(this::compare);
    }
  }

  /** Asks a gateway who it is; one that is back, or anew, gets all its cameras looked at. */
  void look(Lane lane) {
    boolean wasAway = lane.isAway();
    GatewayAnswer<NodeInfo> answer = lane.node();
    tell(lane);
    if (!(answer instanceof GatewayAnswer.Ok<NodeInfo>(var node))) {
      return;
    }
    UUID before = boots.put(lane.name(), node.bootId());
    boolean anew = before != null && !before.equals(node.bootId());
    if (wasAway || anew) {
      int due = claims.hastenAll(SPREAD);
      LOG.infof(
          "gateway %s %s: %d cameras are due",
          lane.name(), anew ? "was started anew" : "is back", due);
      loop.wake();
    }
  }

  /** Its breaker is what counts: one answer that is missing is no news. */
  private void tell(Lane lane) {
    boolean isAway = lane.isAway();
    if (Objects.equals(away.get(lane.name()), isAway)) {
      return;
    }
    if (isAway) {
      news.isAway(lane.name());
    } else {
      news.answers(lane.name());
    }
    away.put(lane.name(), isAway);
  }

  /**
   * Reads all a gateway runs: what nobody wants there is stopped, and what is well there and counts
   * as down is looked at, whatever pause it is in. The gateway is read first and the wishes after,
   * because a camera made in between is wanted by then.
   */
  void compare(Lane lane) {
    String cursor = null;
    for (int pages = 0; pages < MAX_PAGES; pages++) {
      if (!(lane.cameras(cursor) instanceof GatewayAnswer.Ok<CameraPage>(var page))) {
        return;
      }
      remove(lane, claims.unwanted(keys(lane, page, _ -> true)));
      hasten(keys(lane, page, one -> one.health().state() == IngestState.LIVE));
      cursor = page.nextCursor();
      if (cursor == null) {
        return;
      }
    }
    LOG.errorf("gateway %s has more than %d pages of cameras", lane.name(), MAX_PAGES);
  }

  private List<StreamKey> keys(Lane lane, CameraPage page, Predicate<ProvisionedCamera> which) {
    return page.items().stream()
        .filter(which)
        .map(one -> new StreamKey(one.tenantId(), one.cameraId()))
        .filter(key -> lanes.of(key) == lane)
        .toList();
  }

  private void hasten(List<StreamKey> live) {
    if (claims.hastenRecovered(live, rules.looks().confirm()) > 0) {
      loop.wake();
    }
  }

  private void remove(Lane lane, Set<StreamKey> unwanted) {
    for (StreamKey key : unwanted) {
      LOG.warnf("gateway %s runs camera %s, which nobody wants there", lane.name(), key);
      syncs.start(key, Cause.SCHEDULED).join();
    }
  }
}
