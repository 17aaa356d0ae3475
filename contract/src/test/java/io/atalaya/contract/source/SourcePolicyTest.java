package io.atalaya.contract.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePolicyTest {
  private static final SourcePolicy DEFAULT = new SourcePolicy(List.of(), false, Set.of(8080));
  private static final SourcePolicy DEMO = new SourcePolicy(List.of(), true, Set.of(8080));

  private static Optional<String> refusal(SourcePolicy policy, String address, int port)
      throws UnknownHostException {
    return policy.refusal(InetAddress.getByName(address), port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.7", "192.168.1.20", "172.16.0.1", "203.0.113.9", "2001:db8::7", "fd00::7"})
  void takes_private_and_public_unicast(String address) throws UnknownHostException {
    assertEquals(Optional.empty(), refusal(DEFAULT, address, 554));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1.2.3",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "169.254.10.1",
        "169.254.169.254",
        "fe80::1",
        "fd00:ec2::254",
        "100.100.100.200",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "224.0.0.1",
        "239.1.2.3",
        "ff02::1",
        "255.255.255.255",
        "240.0.0.1"
      })
  void refuses_what_leads_into_the_platform(String address) throws UnknownHostException {
    assertTrue(refusal(DEFAULT, address, 554).isPresent());
  }

  @Test
  void a_demo_may_use_loopback_but_never_the_platforms_own_ports_nor_metadata()
      throws UnknownHostException {
    assertEquals(Optional.empty(), refusal(DEMO, "127.0.0.1", 8554));
    assertTrue(refusal(DEMO, "127.0.0.1", 8080).isPresent());
    assertTrue(refusal(DEMO, "169.254.169.254", 80).isPresent());
    assertTrue(refusal(DEMO, "224.0.0.1", 8554).isPresent());
  }

  @Test
  void an_operators_networks_are_the_only_ones() throws UnknownHostException {
    var policy = new SourcePolicy(List.of(Network.parse("10.20.0.0/15")), false, Set.of());
    assertEquals(Optional.empty(), refusal(policy, "10.21.255.255", 554));
    assertTrue(refusal(policy, "10.22.0.0", 554).isPresent());
    assertTrue(refusal(policy, "2001:db8::1", 554).isPresent());
  }

  @Test
  void networks_are_read_strictly() throws UnknownHostException {
    assertTrue(Network.parse("0.0.0.0/0").contains(InetAddress.getByName("203.0.113.9")));
    assertFalse(Network.parse("fd00::/8").contains(InetAddress.getByName("fe00::1")));
    for (String bad : List.of("10.0.0.0", "10.0.0.0/33", "example.org/8", "/8", "10.0.0.0/-1")) {
      assertThrows(IllegalArgumentException.class, () -> Network.parse(bad), bad);
    }
  }
}
