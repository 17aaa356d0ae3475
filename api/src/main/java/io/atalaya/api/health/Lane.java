package io.atalaya.api.health;

import io.atalaya.api.platform.Monotonic;
import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.gateway.CameraPage;
import io.atalaya.contract.gateway.NodeInfo;
import io.atalaya.contract.gateway.ProvisionRequest;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way to one gateway: so many syncs at a time, and behind a breaker of its own. What happens in
 * one lane is not felt in another. Any thread; its lock guards the breaker and is never held across
 * a call.
 */
final class Lane implements GatewayClient {
  private static final Logger LOG = Logger.getLogger(Lane.class);

  private final String name;
  private final GatewayClient gateway;
  private final HealthRules rules;
  private final Monotonic time;
  private final Semaphore places;

  /** Guarded by this. */
  private Breaker breaker = Breaker.initial();

  /** Guarded by this; by {@link Monotonic}. */
  private long answeredAt;

  Lane(String name, GatewayClient gateway, HealthRules rules, Monotonic time) {
    this.name = name;
    this.gateway = gateway;
    this.rules = rules;
    this.time = time;
    this.places = new Semaphore(rules.limits().perGateway());
    this.answeredAt = time.nanos();
  }

  String name() {
    return name;
  }

  /** Syncs that could begin now. */
  int free() {
    return places.availablePermits();
  }

  /** Takes a place, if one is free. */
  boolean tryEnter() {
    return places.tryAcquire();
  }

  /** Takes a place as soon as one is free; false when none was in time. */
  boolean tryEnter(Duration atMost) throws InterruptedException {
    return places.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  void leave() {
    places.release();
  }

  synchronized Breaker breaker() {
    return breaker;
  }

  boolean isAway() {
    return breaker().isAway();
  }

  @Override
  public GatewayAnswer<Done> provision(StreamKey camera, ProvisionRequest request) {
    return guarded(() -> gateway.provision(camera, request));
  }

  @Override
  public GatewayAnswer<Done> remove(StreamKey camera) {
    return guarded(() -> gateway.remove(camera));
  }

  @Override
  public GatewayAnswer<Done> removeTenant(TenantId tenant) {
    return guarded(() -> gateway.removeTenant(tenant));
  }

  @Override
  public GatewayAnswer<CameraHealth> health(StreamKey camera) {
    return guarded(() -> gateway.health(camera));
  }

  @Override
  public GatewayAnswer<CameraPage> cameras(@Nullable String cursor) {
    return guarded(() -> gateway.cameras(cursor));
  }

  /** Past the breaker, which hears of it: whether a gateway is back is for somebody to find out. */
  @Override
  public GatewayAnswer<NodeInfo> node() {
    return noted(gateway::node);
  }

  private <T> GatewayAnswer<T> guarded(Supplier<GatewayAnswer<T>> call) {
    if (!admitted()) {
      return new GatewayAnswer.Away<>("breaker of gateway %s is open".formatted(name));
    }
    return noted(call);
  }

  private <T> GatewayAnswer<T> noted(Supplier<GatewayAnswer<T>> call) {
    long began = time.nanos();
    GatewayAnswer<T> answer = call.get();
    note(!(answer instanceof GatewayAnswer.Away<T>), began);
    return answer;
  }

  private synchronized boolean admitted() {
    long now = time.nanos();
    if (!breaker.allows(now)) {
      return false;
    }
    breaker = breaker.called(now, rules.removalTimeout().plus(rules.looks().timeout()));
    return true;
  }

  /** A call that others overtook and were answered says nothing of the gateway. */
  private void note(boolean answered, long began) {
    Breaker before;
    Breaker after;
    synchronized (this) {
      if (!answered && began - answeredAt < 0) {
        return;
      }
      if (answered) {
        answeredAt = time.nanos();
      }
      before = breaker;
      after = answered ? before.answered() : before.failed(time.nanos(), rules.fuse());
      breaker = after;
    }
    if (before.isAway() != after.isAway()) {
      LOG.info(
          after.isAway()
              ? "gateway %s does not answer: its cameras are unknown".formatted(name)
              : "gateway %s answers again".formatted(name));
    }
  }
}
