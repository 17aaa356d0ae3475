package io.atalaya.contract.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses a camera may have. The default takes private and public unicast and refuses what
 * a tenant could use to reach into the platform itself: loopback, link-local, multicast, metadata
 * services, the platform's own ports.
 *
 * <p>Check the address that will be connected to, after the name was resolved, and connect to that
 * address: a name may resolve differently a moment later (DNS rebinding).
 *
 * @param allowedNetworks only these, when any is given
 * @param allowLocal also loopback and link-local: for demos and tests, never for tenants one does
 *     not know
 * @param platformPorts ports of the platform's own servers; refused on local addresses even then
 */
public record SourcePolicy(
    List<Network> allowedNetworks, boolean allowLocal, Set<Integer> platformPorts) {
  /**
   * Metadata services of clouds, refused whatever else is allowed: the usual one, Amazon's IPv6,
   * Alibaba's.
   */
  private static final List<Network> METADATA =
      List.of(
          Network.parse("169.254.169.254/32"),
          Network.parse("fd00:ec2::254/128"),
          Network.parse("100.100.100.200/32"));

  private static final List<Network> NEVER =
      List.of(
          Network.parse("0.0.0.0/8"),
          Network.parse("192.0.0.0/24"),
          Network.parse("240.0.0.0/4"),
          Network.parse("100::/64"));

  /** Addresses that carry an IPv4 address inside: NAT64 (RFC 6052) and 6to4 (RFC 3056). */
  private static final Network NAT64 = Network.parse("64:ff9b::/96");

  private static final Network SIX_TO_FOUR = Network.parse("2002::/16");

  public SourcePolicy {
    allowedNetworks = List.copyOf(allowedNetworks);
    platformPorts = Set.copyOf(platformPorts);
  }

  /**
   * Why this address is refused, or empty. The reason tells which rule, never what listens there.
   */
  public Optional<String> refusal(InetAddress address, int port) {
    InetAddress real = unwrapped(address);
    if (real.isAnyLocalAddress() || real.isMulticastAddress() || isIn(NEVER, real)) {
      return Optional.of("the address is not a unicast address");
    }
    if (isIn(METADATA, real)) {
      return Optional.of("the address belongs to a metadata service");
    }
    boolean local = real.isLoopbackAddress() || real.isLinkLocalAddress();
    if (local && !allowLocal) {
      return Optional.of("loopback and link-local addresses are not allowed");
    }
    if (local && platformPorts.contains(port)) {
      return Optional.of("the address belongs to the platform");
    }
    if (!local && !allowedNetworks.isEmpty() && !isIn(allowedNetworks, real)) {
      return Optional.of("the address is outside the networks the operator allows");
    }
    return Optional.empty();
  }

  private static boolean isIn(List<Network> networks, InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  private static InetAddress unwrapped(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (NAT64.contains(address)) {
      return ipv4(bytes, 12);
    }
    return SIX_TO_FOUR.contains(address) ? ipv4(bytes, 2) : address;
  }

  private static InetAddress ipv4(byte[] bytes, int offset) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are always an address", e);
    }
  }
}
