package io.atalaya.api.webhook;

import io.atalaya.contract.source.Network;
import io.atalaya.contract.source.SourcePolicy;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which addresses webhooks may be sent to: public ones over TLS, and what the operator lists, there
 * without TLS too. A tenant must not reach into the operator's network through us.
 *
 * @param allowed networks beside the public ones
 * @param platformPorts ports of the platform's own servers, which receive nothing on local
 *     addresses
 */
record ReceiverPolicy(List<Network> allowed, Set<Integer> platformPorts) {
  /** Not reachable for everybody (RFC 6890), or an IPv4 address in disguise. */
  private static final List<Network> NOT_PUBLIC =
      Stream.of(
              "10.0.0.0/8",
              "100.64.0.0/10",
              "172.16.0.0/12",
              "192.0.2.0/24",
              "192.168.0.0/16",
              "192.88.99.0/24",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "64:ff9b::/96",
              "64:ff9b:1::/48",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "fc00::/7",
              "fec0::/10",
              "::/96")
          .map(Network::parse)
          .toList();

  ReceiverPolicy {
    allowed = List.copyOf(allowed);
    platformPorts = Set.copyOf(platformPorts);
  }

  /** Why this address is refused, or empty; never what listens there. */
  Optional<String> refusal(InetAddress address, int port, boolean tls) {
    // What is no unicast address, a metadata service or our own is refused whatever is listed.
    Optional<String> never =
        new SourcePolicy(List.of(), true, platformPorts).refusal(address, port);
    if (never.isPresent() || isIn(allowed, address)) {
      return never;
    }
    if (address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || isIn(NOT_PUBLIC, address)) {
      return Optional.of("the address is not a public one");
    }
    return tls ? Optional.empty() : Optional.of("only https goes to public addresses");
  }

  private static boolean isIn(List<Network> networks, InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
