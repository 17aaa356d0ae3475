package io.atalaya.api.health;

import io.atalaya.api.camera.Cameras;
import io.atalaya.api.camera.WantedCamera;
import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.gateway.ProvisionRequest;
import io.atalaya.contract.id.StreamKey;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The part of a camera's sync that speaks with its gateway: look, make what is into what is wanted,
 * look again. Says what was seen and judges nothing. Holds no transaction while it waits. Any
 * thread.
 */
@Singleton
final class CameraSync {
  private static final Logger LOG = Logger.getLogger(CameraSync.class);

  private final Cameras cameras;

  CameraSync(Cameras cameras) {
    this.cameras = cameras;
  }

  /** What is seen of a camera once everything was done that could be. */
  Observation sync(Claimed claimed, GatewayClient gateway) {
    WantedCamera wanted = claimed.wanted();
    StreamKey key = wanted.key();
    Observation seen = looked(claimed, gateway);
    return switch (SyncAction.of(wanted, seen)) {
      case NONE -> seen;
      case PROVISION -> provisioned(key, gateway);
      case REPLACE ->
          removed(key, gateway) instanceof Observation.Absent
              ? provisioned(key, gateway)
              : new Observation.Away();
      case REMOVE -> removed(key, gateway);
    };
  }

  /** A parked camera is not provisioned anew: a gateway that forgot it would knock again. */
  private static Observation looked(Claimed claimed, GatewayClient gateway) {
    Observation seen = look(claimed.wanted().key(), gateway);
    boolean parked =
        claimed.wanted().wish() == WantedCamera.Wish.PRESENT
            && claimed
                .before()
                .filter(report -> report.generation() == claimed.wanted().generation())
                .filter(HealthReport::isParked)
                .isPresent();
    return parked && seen instanceof Observation.Absent ? new Observation.Parked() : seen;
  }

  private Observation provisioned(StreamKey key, GatewayClient gateway) {
    Optional<ProvisionRequest> request = cameras.provisionRequest(key);
    if (request.isEmpty()) {
      return new Observation.Absent();
    }
    LOG.infof("camera %s is provisioned at generation %d", key, request.get().generation());
    return switch (gateway.provision(key, request.get())) {
      case GatewayAnswer.Ok<?> _ -> look(key, gateway);
      case GatewayAnswer.NotThere<?> _ -> new Observation.Absent();
      case GatewayAnswer.Refused<?>(var code, var message) -> {
        LOG.warnf("gateway refused camera %s: %s", key, code);
        yield new Observation.Refused(code, message);
      }
      case GatewayAnswer.Away<?>(var why) -> away(why);
    };
  }

  /** Has the gateway let go of a camera. */
  Observation removed(StreamKey key, GatewayClient gateway) {
    LOG.infof("camera %s is removed from the gateway", key);
    return switch (gateway.remove(key)) {
      case GatewayAnswer.Ok<?> _ -> new Observation.Absent();
      case GatewayAnswer.NotThere<?> _ -> new Observation.Absent();
      case GatewayAnswer.Refused<?>(var code, var message) ->
          new Observation.Refused(code, message);
      case GatewayAnswer.Away<?>(var why) -> away(why);
    };
  }

  private static Observation look(StreamKey key, GatewayClient gateway) {
    return switch (gateway.health(key)) {
      case GatewayAnswer.Ok<CameraHealth>(var health) -> new Observation.Seen(health);
      case GatewayAnswer.NotThere<CameraHealth> _ -> new Observation.Absent();
      case GatewayAnswer.Refused<CameraHealth>(var code, var message) ->
          new Observation.Refused(code, message);
      case GatewayAnswer.Away<CameraHealth>(var why) -> away(why);
    };
  }

  private static Observation away(String why) {
    LOG.debugf("gateway is away: %s", why);
    return new Observation.Away();
  }
}
