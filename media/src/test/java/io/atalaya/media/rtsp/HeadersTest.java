package io.atalaya.media.rtsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeadersTest {
  @ParameterizedTest
  @CsvSource({
    "12345, 12345, 60",
    "12345;timeout=30, 12345, 30",
    "ab_c-1 ; Timeout = 30, ab_c-1, 60",
    "abc;timeout=0, abc, 60",
    "abc;timeout=-5, abc, 60",
    "abc;timeout=3600, abc, 3600",
    "abc;timeout=3601, abc, 60",
    "abc;timeout=99999999999999999999, abc, 60",
  })
  void a_session_and_its_timeout(String value, String id, long seconds) throws Exception {
    SessionHeader session = SessionHeader.parse(value);
    assertEquals(id, session.id());
    assertEquals(Duration.ofSeconds(seconds), session.timeout());
    assertEquals(Duration.ofSeconds(seconds).dividedBy(2), session.keepalive());
  }

  @Test
  void a_camera_is_not_told_more_often_than_each_second() throws Exception {
    assertEquals(Duration.ofSeconds(1), SessionHeader.parse("abc;timeout=1").keepalive());
  }

  @Test
  void a_session_id_that_would_add_a_header_is_refused() {
    assertThrows(MalformedRtspException.class, () -> SessionHeader.parse("a\r\nb"));
    assertThrows(MalformedRtspException.class, () -> SessionHeader.parse("a b"));
    assertThrows(MalformedRtspException.class, () -> SessionHeader.parse(";timeout=60"));
    assertThrows(MalformedRtspException.class, () -> SessionHeader.parse("x".repeat(300)));
  }

  @Test
  void a_camera_may_choose_other_channels_than_it_was_asked_for() {
    assertEquals(
        Optional.of(4),
        TransportHeader.parse("RTP/AVP/TCP;unicast;interleaved=4-5;ssrc=1A2B").interleaved());
    assertEquals(
        Optional.of(6970),
        TransportHeader.parse("RTP/AVP;unicast;client_port=5000-5001;server_port=6970-6971")
            .serverPort());
    assertEquals(Optional.empty(), TransportHeader.parse("interleaved=300-301").interleaved());
    assertEquals(Optional.empty(), TransportHeader.parse("server_port=0-1").serverPort());
    assertEquals(
        Optional.of(2),
        TransportHeader.parse("RTP/AVP/TCP;interleaved=2-3,RTP/AVP/TCP;interleaved=8-9")
            .interleaved());
  }
}
