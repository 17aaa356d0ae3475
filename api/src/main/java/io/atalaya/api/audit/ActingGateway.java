package io.atalaya.api.audit;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The gateway that makes the current request; none unless its service token was checked. */
@RequestScoped
public class ActingGateway {
  private @Nullable Actor gateway;

  ActingGateway() {}

  /** From here on, what happens in this request is the doing of {@code nodeId}. */
  public void is(String nodeId) {
    gateway = Actor.gateway(nodeId);
  }

  Optional<Actor> actor() {
    return Optional.ofNullable(gateway);
  }
}
