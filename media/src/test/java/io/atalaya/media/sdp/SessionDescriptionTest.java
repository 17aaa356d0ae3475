package io.atalaya.media.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class SessionDescriptionTest {
  private static final String CAMERA =
      """
      v=0
      o=- 1109162014219182 1109162014219192 IN IP4 10.0.0.5
      s=Media Presentation
      a=control:*
      m=video 0 RTP/AVP 96
      b=AS:5100
      a=control:trackID=1
      a=rtpmap:96 H264/90000
      a=fmtp:96 profile-level-id=420029; packetization-mode=1; sprop-parameter-sets=Z00AKY2NQDwBE/LgLcBAQFAAAD6AAAw1DoYACYFAABfXgu8uNDAATAoAAL68F3lwoA==,aO44gA==
      m=audio 0 RTP/AVP 104
      a=control:trackID=2
      a=rtpmap:104 mpeg4-generic/16000/1
      a=fmtp:104 profile-level-id=15; streamtype=5; mode=AAC-hbr; config=1408;SizeLength=13; IndexLength=3; IndexDeltaLength=3; Profile=1;
      m=application 0 RTP/AVP 107
      a=control:trackID=3
      a=rtpmap:107 vnd.onvif.metadata/90000
      """;

  @Test
  void a_camera_with_video_audio_and_metadata() throws Exception {
    SessionDescription description = SessionDescription.parse(CAMERA);
    assertEquals(Optional.of("*"), description.control());
    MediaDescription video = description.media().getFirst();
    assertEquals("video H264 90000", words(video));
    assertEquals(Optional.of("trackID=1"), video.control());
    assertEquals(
        "Z00AKY2NQDwBE/LgLcBAQFAAAD6AAAw1DoYACYFAABfXgu8uNDAATAoAAL68F3lwoA==,aO44gA==",
        video.parameters().get("sprop-parameter-sets"));
    MediaDescription audio = description.media().get(1);
    assertEquals("audio MPEG4-GENERIC 16000", words(audio));
    assertEquals(OptionalInt.of(13), audio.number("sizelength"));
    assertEquals("1408", audio.parameters().get("config"));
    assertEquals("application VND.ONVIF.METADATA 90000", words(description.media().get(2)));
  }

  private static String words(MediaDescription media) {
    return media.kind() + " " + media.encoding() + " " + media.clockRate();
  }

  private static MediaDescription only(String sdp) throws MalformedSdpException {
    return SessionDescription.parse(sdp).media().getFirst();
  }

  @Test
  void a_static_payload_type_needs_no_map() throws Exception {
    assertEquals("audio PCMU 8000", words(only("m=audio 0 RTP/AVP 0")));
    assertEquals("audio PCMA 8000", words(only("m=audio 0 RTP/AVP 8\r\na=foo\r\n")));
    assertEquals("video JPEG 90000", words(only("m=video 0 RTP/AVP 26")));
  }

  @Test
  void attributes_of_other_formats_are_passed_over() throws Exception {
    MediaDescription media =
        only("m=video 0 RTP/AVP 96 97\na=rtpmap:97 H265/90000\na=rtpmap:96 H264/90000\n");
    assertEquals("video H264 90000", words(media));
  }

  @Test
  void a_back_channel_is_not_something_the_camera_sends() throws Exception {
    assertFalse(only("m=audio 0 RTP/AVP 0\na=sendonly\n").sends());
    assertTrue(only("m=video 0 RTP/AVP 96\na=sendonly\n").sends());
  }

  @Test
  void what_is_broken_is_left_out_and_the_rest_stays() throws Exception {
    MediaDescription media =
        only(
            "m=video\nno line\na=rtpmap:\na=rtpmap:999 X/1\na=fmtp:96\na=fmtp:96 ;;=;a\na=control:x");
    assertEquals("video  0", words(media));
    assertEquals(Optional.of("x"), media.control());
    assertEquals("video H264 0", words(only("m=video 0 RTP/AVP 96\na=rtpmap:96 H264/99999999999")));
  }

  @Test
  void numbers_that_cannot_be_are_left_out() throws Exception {
    assertEquals(-1, only("m=video 0 RTP/AVP 128").payloadType());
    MediaDescription media =
        only("m=audio 0 RTP/AVP 97\na=rtpmap:97 L16/44100/9\na=fmtp:97 =1;a=b");
    assertEquals(1, media.channels());
    assertEquals(Map.of("a", "b"), media.parameters());
  }

  @Test
  void a_description_without_media_or_without_end_is_refused() {
    assertThrows(MalformedSdpException.class, () -> SessionDescription.parse("v=0\n"));
    assertThrows(
        MalformedSdpException.class,
        () -> SessionDescription.parse("m=video 0 RTP/AVP 96\n".repeat(33)));
    assertThrows(
        MalformedSdpException.class,
        () -> SessionDescription.parse("m=video 0 RTP/AVP 96\n" + "a=b\n".repeat(20_000)));
  }
}
