package io.atalaya.gateway.engine.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.media.codec.Track;
import io.atalaya.media.sdp.SessionDescription;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TracksTest {
  private static final String H264 = "m=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\n";
  private static final String PCMA = "m=audio 0 RTP/AVP 8\n";

  private static Tracks of(String sdp, boolean audioWanted) throws Exception {
    return Tracks.of(SessionDescription.parse(sdp), audioWanted);
  }

  private static List<Track.Kind> kinds(Tracks tracks) {
    return tracks.chosen().stream().map(Tracks.Chosen::kind).toList();
  }

  @Test
  void picture_and_sound_are_chosen_and_nothing_is_left_unsaid() throws Exception {
    Tracks tracks = of(PCMA + H264, true);
    assertEquals(List.of(Track.Kind.VIDEO, Track.Kind.AUDIO), kinds(tracks));
    assertEquals(Optional.empty(), tracks.silence());
  }

  @Test
  void sound_that_is_not_wanted_is_not_missed() throws Exception {
    Tracks tracks = of(H264 + "m=audio 0 RTP/AVP 9\n", false);
    assertEquals(List.of(Track.Kind.VIDEO), kinds(tracks));
    assertEquals(Optional.empty(), tracks.silence());
  }

  @Test
  void a_back_channel_is_no_sound_that_is_missing() throws Exception {
    Tracks tracks = of(H264 + PCMA + "a=sendonly\n", true);
    assertEquals(List.of(Track.Kind.VIDEO), kinds(tracks));
    assertEquals(Optional.empty(), tracks.silence());
  }

  @Test
  void the_first_sound_that_can_be_played_is_taken() throws Exception {
    Tracks tracks = of(H264 + "m=audio 0 RTP/AVP 9\n" + PCMA, true);
    assertEquals("PCMA", tracks.chosen().getLast().media().encoding());
    assertEquals(Optional.empty(), tracks.silence());
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "7349, 0", "7350, 1", "96000, 1", "96001, 0"})
  void aac_has_a_clock_that_aac_can_have(int clock, int sounds) throws Exception {
    String aac =
        """
        m=audio 0 RTP/AVP 97
        a=rtpmap:97 mpeg4-generic/%d
        a=fmtp:97 mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config=1288
        """
            .formatted(clock);
    Tracks tracks = of(H264 + aac, true);
    assertEquals(1 + sounds, tracks.chosen().size());
  }

  @ParameterizedTest
  @CsvSource({
    "G726-32/8000, G726-32",
    "MPA/90000, MPA",
    "MP4A-LATM/16000, MP4A-LATM",
    "L16/16000, L16",
    "mpeg4-generic/16000, MPEG4-GENERIC",
    "speex/16000, SPEEX",
    "?<b>/1, of an unknown kind",
  })
  void without_sound_that_can_be_played_the_picture_goes_on_and_the_reason_is_said(
      String encoding, String named) throws Exception {
    Tracks tracks = of(H264 + "m=audio 0 RTP/AVP 97\na=rtpmap:97 " + encoding + "\n", true);
    assertEquals(List.of(Track.Kind.VIDEO), kinds(tracks));
    assertEquals(
        Optional.of(
            "The camera's sound is %s, which cannot be played: set it to AAC, G.711 or Opus."
                .formatted(named)),
        tracks.silence());
  }

  @ParameterizedTest
  @CsvSource({"JPEG", "MP4V-ES", "AV1", "VP8", "H263-1998"})
  void video_that_cannot_be_played_is_named(String encoding) {
    var failed =
        assertThrows(
            FailedRunException.class,
            () ->
                of(
                    "m=video 0 RTP/AVP 98\na=rtpmap:98 %s/90000\n%s".formatted(encoding, PCMA),
                    true));
    assertInstanceOf(IngestFailure.UnsupportedCodec.class, failed.failure());
    assertTrue(
        failed.failure().message().contains(" " + encoding + ","), failed.failure().message());
  }

  @Test
  void without_anything_to_play_it_is_said_so() {
    var failed =
        assertThrows(FailedRunException.class, () -> of("m=application 0 RTP/AVP 107\n", true));
    assertInstanceOf(IngestFailure.UnsupportedCodec.class, failed.failure());
  }
}
