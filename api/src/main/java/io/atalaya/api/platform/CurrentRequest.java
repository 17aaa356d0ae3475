package io.atalaya.api.platform;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the request comes from that the current thread works for, if it does for any. */
@Singleton
public final class CurrentRequest {
  private final CurrentVertxRequest current;

  CurrentRequest(CurrentVertxRequest current) {
    this.current = current;
  }

  /**
   * As the client sent it, untrusted.
   *
   * @param address of the connection's other end
   */
  public record Sender(
      @Nullable String address, @Nullable String userAgent, @Nullable String requestId) {}

  /** Empty in a loop of ours, or any other thread without a request. */
  public Optional<Sender> sender() {
    return isActive() ? Optional.ofNullable(current.getCurrent()).map(CurrentRequest::of) : none();
  }

  /** Whether beans of the request's scope may be asked. */
  public boolean isActive() {
    return Arc.container().requestContext().isActive();
  }

  private static Optional<Sender> none() {
    return Optional.empty();
  }

  private static Sender of(RoutingContext routing) {
    SocketAddress remote = routing.request().remoteAddress();
    return new Sender(
        remote == null ? null : remote.hostAddress(),
        routing.request().getHeader("User-Agent"),
        routing.response().headers().get(HttpEdge.REQUEST_ID));
  }
}
