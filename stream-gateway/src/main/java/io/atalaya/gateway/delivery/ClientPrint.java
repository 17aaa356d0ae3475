package io.atalaya.gateway.delivery;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * What tells one client from another when a token is presented twice: address and program. Only
 * compared, never logged.
 */
record ClientPrint(String address, String userAgent) {
  private static final int MAX_AGENT_CHARS = 256;

  static ClientPrint of(RoutingContext context) {
    String agent =
        Objects.requireNonNullElse(context.request().getHeader(HttpHeaders.USER_AGENT), "");
    return new ClientPrint(
        context.request().remoteAddress().hostAddress(),
        agent.substring(0, Math.min(agent.length(), MAX_AGENT_CHARS)));
  }

  @Override
  public String toString() {
    return "ClientPrint";
  }
}
