package io.atalaya.launcher;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Where things are reached.
 *
 * @param api by browsers and programs
 * @param gateway by players
 * @param apiManagement health and metrics, from this machine
 * @param gatewayManagement the same of the gateway
 * @param apiInside by the gateway
 * @param gatewayInside by the api
 */
record Addresses(
    URI api,
    URI gateway,
    URI apiManagement,
    URI gatewayManagement,
    URI apiInside,
    URI gatewayInside) {

  static Addresses of(Options options) throws LaunchRefused {
    InetAddress bound;
    String outside;
    try {
      bound = InetAddress.getByName(options.bind());
      outside =
          bound.isAnyLocalAddress()
              ? InetAddress.getLocalHost().getCanonicalHostName()
              : options.bind();
    } catch (UnknownHostException e) {
      throw new LaunchRefused("--bind: " + e.getMessage());
    }
    String inside = bound.isAnyLocalAddress() ? "127.0.0.1" : options.bind();
    return new Addresses(
        http(outside, options.apiPort()),
        http(outside, options.gatewayPort()),
        http(inside, options.managementPort()),
        http(inside, options.gatewayManagementPort()),
        http(inside, options.apiPort()),
        http(inside, options.gatewayPort()));
  }

  private static URI http(String host, int port) {
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  URI portal() {
    return api.resolve("/portal/");
  }

  URI admin() {
    return api.resolve("/admin/");
  }
}
