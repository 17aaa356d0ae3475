package io.atalaya.api.health;

import io.atalaya.api.event.EventType;
import io.atalaya.api.event.Events;
import io.atalaya.api.event.NewEvent;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.Map;

/** Tells the operator of gateways that come and go; once, whichever replicas notice. */
@Singleton
class GatewayNews {
  private final GatewayStore store;
  private final Events events;

  GatewayNews(GatewayStore store, Events events) {
    this.store = store;
    this.events = events;
  }

  @Transactional
  void answers(String gateway) {
    if (store.isNews(gateway, true)) {
      events.record(NewEvent.ofPlatform(EventType.GATEWAY_AVAILABLE, Map.of("gateway", gateway)));
    }
  }

  @Transactional
  void isAway(String gateway) {
    if (store.isNews(gateway, false)) {
      events.record(
          NewEvent.ofPlatform(
              EventType.GATEWAY_UNAVAILABLE,
              Map.of("gateway", gateway, "reason", "gateway_unavailable")));
    }
  }
}
