package io.atalaya.contract.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceUrlTest {

  @Test
  void reads_every_part() {
    var url = SourceUrl.parse("rtsp://admin:s3cret@10.0.0.7:8554/Streaming/101?transport=tcp");
    assertEquals(Optional.of(new Credentials("admin", "s3cret")), url.credentials());
    assertEquals("10.0.0.7", url.host());
    assertEquals(8554, url.port());
    assertEquals("/Streaming/101?transport=tcp", url.pathAndQuery());
    assertFalse(url.secure());
  }

  @Test
  void fills_in_the_standard_ports() {
    assertEquals(554, SourceUrl.parse("rtsp://camera.example").port());
    assertEquals(322, SourceUrl.parse("RTSPS://camera.example/a").port());
    assertTrue(SourceUrl.parse("rtsps://camera.example/a").secure());
  }

  @Test
  void reads_an_ipv6_address() {
    var url = SourceUrl.parse("rtsp://[2001:db8::7]:8554/live");
    assertEquals("2001:db8::7", url.host());
    assertEquals("rtsp://[2001:db8::7]:8554/live", url.revealed());
  }

  /** Passwords as people type them: an at sign, a colon, a bare percent, an escaped slash. */
  @Test
  void reads_awkward_passwords() {
    assertEquals(
        new Credentials("admin", "p@ss:w/ord#1"),
        SourceUrl.parse("rtsp://admin:p@ss:w%2Ford%231@10.0.0.7/x").credentials().orElseThrow());
    assertEquals(
        "100%", SourceUrl.parse("rtsp://u:100%@h/x").credentials().orElseThrow().password());
    assertEquals("a+b", SourceUrl.parse("rtsp://u:a+b@h/x").credentials().orElseThrow().password());
  }

  @Test
  void what_is_revealed_is_read_back_the_same() {
    var url = SourceUrl.parse("rtsp://admin:p@ss:w%2Ford%231@10.0.0.7:554/x?y=1");
    assertEquals(url, SourceUrl.parse(url.revealed()));
  }

  @Test
  void never_shows_its_credentials() {
    var url = SourceUrl.parse("rtsp://admin:s3cret@10.0.0.7/live?token=abc");
    assertEquals("rtsp://***:***@10.0.0.7/live?***", url.masked());
    assertFalse((url + " " + url.credentials()).contains("s3cret"));
    assertFalse((url + " " + url.credentials()).contains("admin"));
    assertEquals("rtsp://10.0.0.7/live?token=abc", url.at("10.0.0.7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "http://10.0.0.7/x",
        "file:///etc/passwd",
        "rtsp:/10.0.0.7",
        "rtsp://",
        "rtsp://:554/x",
        "rtsp://u:p@/x",
        "rtsp://host:0/x",
        "rtsp://host:65536/x",
        "rtsp://host:99999999999/x",
        "rtsp://host:5a/x",
        "rtsp://host:/x",
        "rtsp://ho st/x",
        "rtsp://host/a\r\nTeardown: x",
        "rtsp://host/\u0000",
        "rtsp://host/\u00e9",
        "rtsp://u:%0d%0a@host/",
        "rtsp://host/x#y",
        "rtsp://[::1/x",
        "rtsp://[]/x",
        "rtsp://[fe80::1%25eth0]/x",
        "rtsp://-host/x",
        "rtsp://a_b$c/x"
      })
  void refuses_what_is_not_a_source_and_never_repeats_it(String text) {
    var refused = assertThrows(IllegalArgumentException.class, () -> SourceUrl.parse(text));
    assertTrue(text.isBlank() || !refused.getMessage().contains(text));
  }

  @Test
  void refuses_a_url_longer_than_its_bound() {
    assertThrows(
        IllegalArgumentException.class, () -> SourceUrl.parse("rtsp://h/" + "a".repeat(2048)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2130706433",
        "0x7f000001",
        "0X7F000001",
        "0x7f.0.0.1",
        "127.1",
        "127.0.1",
        "0177.0.0.1",
        "127.0.0.01",
        "127.0.0.256",
        "127.0.0.1.",
        "1.2.3.4.5",
        "camera.0x",
      })
  void an_address_has_one_spelling_so_that_no_two_resolvers_read_it_differently(String host) {
    assertThrows(
        IllegalArgumentException.class, () -> SourceUrl.parse("rtsp://" + host + ":554/x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.7", "255.255.255.255", "cam1", "cam-1.example", "4.cam", "0xcam"})
  void plain_addresses_and_names_with_digits_are_read(String host) {
    assertEquals(host, SourceUrl.parse("rtsp://" + host + "/x").host());
  }
}
