package io.atalaya.launcher;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where things are reached.
 *
 * @param api by browsers and programs
 * @param gateway by players
 * @param portal by the people of a tenant
 * @param admin by the operator
 * @param apiManagement health and metrics, from this machine
 * @param gatewayManagement the same of the gateway
 * @param apiInside by the gateway
 * @param gatewayInside by the api
 */
record Addresses(
    URI api,
    URI gateway,
    URI portal,
    URI admin,
    URI apiManagement,
    URI gatewayManagement,
    URI apiInside,
    URI gatewayInside) {
  private static final Map<String, String> LOOPBACK_NAMES =
      Map.of("127.0.0.1", "localhost", "[::1]", "localhost");

  static Addresses of(Options options, Mode mode) throws LaunchRefused {
    try {
      InetAddress bound = InetAddress.getByName(options.bind());
      boolean everywhere = bound.isAnyLocalAddress();
      String outside =
          everywhere ? InetAddress.getLocalHost().getCanonicalHostName() : options.bind();
      return of(options, mode, outside, everywhere ? "127.0.0.1" : options.bind());
    } catch (UnknownHostException e) {
      throw new LaunchRefused("--bind: " + e.getMessage());
    }
  }

  private static Addresses of(Options options, Mode mode, String outside, String inside) {
    boolean live = mode == Mode.DEV;
    URI portal = http(outside, live ? options.devPortalPort() : options.apiPort());
    URI admin = http(outside, live ? options.devAdminPort() : options.apiPort());
    return new Addresses(
        http(outside, options.apiPort()),
        http(outside, options.gatewayPort()),
        portal.resolve("/portal/"),
        admin.resolve("/admin/"),
        http(inside, options.managementPort()),
        http(inside, options.gatewayManagementPort()),
        http(inside, options.apiPort()),
        http(inside, options.gatewayPort()));
  }

  private static URI http(String host, int port) {
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  /**
   * What a browser on one of our pages calls its origin. People type {@code localhost} for the
   * loopback address, and to a browser that is another origin.
   */
  List<String> uiOrigins() {
    return Stream.of(api, portal, admin)
        .flatMap(page ->
            Stream.of(page.getHost(), LOOPBACK_NAMES.getOrDefault(page.getHost(), page.getHost()))
                .map(host -> page.getScheme() + "://" + host + ":" + page.getPort()))
        .distinct()
        .toList();
  }
}
