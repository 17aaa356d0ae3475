package io.atalaya.api.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.source.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceiverPolicyTest {
  private static final ReceiverPolicy PUBLIC = new ReceiverPolicy(List.of(), Set.of(8080));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "0.0.0.0",
        "0.1.2.3",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "::1",
        "::",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "fec0::1",
        "ff02::1",
        "fd00:ec2::254",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "2001:db8::1",
        "2001::1"
      })
  void an_address_that_is_not_public_is_refused(String address) throws UnknownHostException {
    assertTrue(PUBLIC.refusal(InetAddress.getByName(address), 443, true).isPresent(), address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111"})
  void a_public_address_is_taken_with_tls_only(String text) throws UnknownHostException {
    InetAddress address = InetAddress.getByName(text);
    assertEquals(Optional.empty(), PUBLIC.refusal(address, 443, true));
    assertEquals(
        Optional.of("only https goes to public addresses"), PUBLIC.refusal(address, 80, false));
  }

  @Test
  void what_the_operator_lists_is_taken_without_tls_but_never_our_own_or_metadata()
      throws UnknownHostException {
    var listed =
        new ReceiverPolicy(
            List.of(Network.parse("10.0.0.0/8"), Network.parse("0.0.0.0/0")), Set.of(8080));
    assertEquals(Optional.empty(), listed.refusal(InetAddress.getByName("10.1.2.3"), 80, false));
    assertEquals(Optional.empty(), listed.refusal(InetAddress.getLoopbackAddress(), 9_999, false));
    assertTrue(listed.refusal(InetAddress.getLoopbackAddress(), 8080, false).isPresent());
    assertTrue(listed.refusal(InetAddress.getByName("169.254.169.254"), 80, false).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.org/",
        "https:///x",
        "https://user:secret@example.org/",
        "example.org",
        "https://example.org/#part",
        "https://exa mple.org/",
        "javascript:alert(1)"
      })
  void what_is_no_url_of_ours_is_refused(String text) {
    assertThrows(IllegalArgumentException.class, () -> WebhookUrl.parse(text));
  }

  @Test
  void a_url_says_where_and_how() {
    assertEquals(
        new WebhookUrl("https://[2606:4700::1]/a?b=c", true, "2606:4700::1", 443, "/a?b=c"),
        WebhookUrl.parse("https://[2606:4700::1]/a?b=c"));
    assertEquals(
        new WebhookUrl("http://h:81", false, "h", 81, "/"), WebhookUrl.parse("http://h:81"));
  }
}
