package io.atalaya.testkit.camera;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTest {
  @SuppressWarnings("unused") // @FieldSource below names it.
  static final List<String> BUNDLED = Clip.BUNDLED;

  @ParameterizedTest
  @FieldSource("BUNDLED")
  void a_bundled_clip_is_twelve_seconds_of_closed_groups_of_one_second(String name) {
    Clip clip = Clip.bundled(name);
    for (Track track : clip.tracks()) {
      assertEquals(Duration.ofSeconds(12), track.length(), track.media());
    }
    List<Frame> pictures = clip.tracks().getFirst().frames();
    for (int i = 0; i < pictures.size(); i++) {
      assertEquals(i % 15 == 0, pictures.get(i).isRandomAccess(), name + " frame " + i);
    }
    int bytes =
        clip.tracks().stream().flatMap(t -> t.frames().stream()).mapToInt(Frame::sizeBytes).sum();
    assertTrue(bytes < (name.equals("tiny") ? 90_000 : 300_000), name + " has " + bytes);
  }

  @Test
  void packets_hold_the_very_slices_of_the_file_with_parameter_sets_before_each_idr()
      throws IOException {
    List<byte[]> slices = new ArrayList<>();
    for (byte[] nal : AnnexB.nalUnits(resource("acme-lobby.h264"))) {
      if ((nal[0] & 0x1f) == 1 || (nal[0] & 0x1f) == 5) {
        slices.add(nal);
      }
    }
    List<byte[]> unpacked = new ArrayList<>();
    int fragments = 0;
    for (Frame frame : Clip.bundled("acme-lobby").tracks().getFirst().frames()) {
      List<byte[]> nals = new ArrayList<>();
      var building = new ByteArrayOutputStream();
      for (byte[] payload : frame.payloads()) {
        assertTrue(payload.length <= Frame.MAX_PAYLOAD_BYTES);
        if ((payload[0] & 0x1f) != 28) {
          nals.add(payload);
          continue;
        }
        fragments++;
        if ((payload[1] & 0x80) != 0) {
          assertEquals(0, building.size());
          building.write((payload[0] & 0xe0) | (payload[1] & 0x1f));
        }
        building.write(payload, 2, payload.length - 2);
        if ((payload[1] & 0x40) != 0) {
          nals.add(building.toByteArray());
          building.reset();
        }
      }
      assertEquals(0, building.size());
      if (frame.isRandomAccess()) {
        assertEquals(7, nals.removeFirst()[0] & 0x1f);
        assertEquals(8, nals.removeFirst()[0] & 0x1f);
      }
      unpacked.addAll(nals);
    }
    assertTrue(fragments > 24, "fragments: " + fragments);
    assertEquals(slices.size(), unpacked.size());
    for (int i = 0; i < slices.size(); i++) {
      assertArrayEquals(slices.get(i), unpacked.get(i), "slice " + i);
    }
  }

  @Test
  void aac_packets_carry_one_access_unit_each_and_its_size() {
    Track audio = Clip.bundled("acme-lobby").tracks().get(1);
    assertEquals(375, audio.frames().size());
    for (Frame frame : audio.frames()) {
      byte[] payload = frame.payloads().getFirst();
      assertEquals(16, (payload[0] & 0xff) << 8 | (payload[1] & 0xff));
      int header = (payload[2] & 0xff) << 8 | (payload[3] & 0xff);
      assertEquals(payload.length - 4, header >> 3);
      assertEquals(0, header & 7);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1399, 1400, 1401, 1402, 2796, 2797, 2798, 4195, 100_000})
  void a_unit_of_any_size_fits_its_packets(int size) {
    byte[] nal = new byte[size];
    for (int i = 0; i < size; i++) {
      nal[i] = (byte) (i * 31 + 0x65);
    }
    List<byte[]> payloads = new ArrayList<>();
    H264Packetizer.pack(nal, payloads);
    if (size <= 1400) {
      assertEquals(1, payloads.size());
      return;
    }
    var out = new ByteArrayOutputStream();
    out.write((payloads.getFirst()[0] & 0xe0) | (payloads.getFirst()[1] & 0x1f));
    for (int i = 0; i < payloads.size(); i++) {
      byte[] payload = payloads.get(i);
      assertEquals(i == 0, (payload[1] & 0x80) != 0);
      assertEquals(i == payloads.size() - 1, (payload[1] & 0x40) != 0);
      out.write(payload, 2, payload.length - 2);
    }
    assertArrayEquals(nal, out.toByteArray());
  }

  @Test
  void files_that_cannot_be_played_are_refused_with_a_reason(@TempDir Path folder)
      throws Exception {
    Path text = Files.writeString(folder.resolve("text.h264"), "no start code");
    assertRefused("not an Annex B stream", text, Optional.empty());
    Path damaged = folder.resolve("damaged.h264");
    Files.write(damaged, new byte[] {0, 0, 1, 0x65});
    assertRefused("ends early", damaged, Optional.empty());
    Path film = folder.resolve("b-frames.h264");
    Tool.Result made =
        Tool.run(
            "ffmpeg",
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc=s=128x128:r=15:d=2",
            "-c:v",
            "libx264",
            "-bf",
            "2",
            "-pix_fmt",
            "yuv420p",
            "-f",
            "h264",
            film.toString());
    assertEquals(0, made.exitCode(), made::errors);
    assertRefused("B-frames", film, Optional.empty());
    Path good = Files.write(folder.resolve("good.h264"), resource("tiny.h264"));
    assertRefused("no ADTS frame at byte 0", good, Optional.of(text));
    Path cut = folder.resolve("cut.aac");
    byte[] adts = resource("acme-lobby.aac");
    Files.write(cut, java.util.Arrays.copyOf(adts, adts.length - 1));
    assertRefused("an ADTS frame of", good, Optional.of(cut));
  }

  private static void assertRefused(String reason, Path h264, Optional<Path> adts) {
    var refused = assertThrows(IllegalArgumentException.class, () -> Clip.files(h264, adts, 15));
    assertTrue(refused.getMessage().contains(reason), refused::getMessage);
  }

  @Test
  void files_play_like_bundled_clips(@TempDir Path folder) throws Exception {
    Path video = Files.write(folder.resolve("v.h264"), resource("acme-lobby.h264"));
    Path sound = Files.write(folder.resolve("a.aac"), resource("acme-lobby.aac"));
    Clip clip = Clip.files(video, Optional.of(sound), 30);
    assertEquals(Duration.ofSeconds(6), clip.length());
    assertEquals(2, clip.tracks().size());
  }

  @Test
  void a_beginning_is_a_whole_number_of_frames() {
    Clip clip = Clip.bundled("acme-lobby");
    assertEquals(Duration.ofSeconds(4), clip.beginning(Duration.ofSeconds(4)).length());
    assertThrows(IllegalArgumentException.class, () -> clip.beginning(Duration.ofMillis(500)));
    assertThrows(IllegalArgumentException.class, () -> clip.beginning(Duration.ofSeconds(24)));
  }

  @Test
  void frames_stay_on_their_times_for_years() {
    Track audio = Clip.bundled("acme-lobby").tracks().get(1);
    long year = Duration.ofDays(365).toNanos();
    long index = audio.firstFrameFrom(year);
    assertEquals(365L * 86_400 * 32_000 / 1024, index);
    assertEquals(year, audio.nanosOf(index));
    assertEquals(index + 1, audio.firstFrameFrom(year + 1));
  }

  @Test
  void a_camera_shows_the_time_since_the_epoch_modulo_its_clip_plus_its_phase() {
    Clip clip = Clip.bundled("tiny");
    Instant now = Instant.parse("2026-01-01T00:00:17.250Z");
    var timeline = Timeline.startingNow(clip, Duration.ofSeconds(3), now, 1_000);
    // 17.25 s + 3 s is 8.25 s into the second loop of 12 s.
    assertEquals(1_000 - 8_250_000_000L, timeline.originNanos());
    assertEquals(now.minusMillis(8_250), timeline.originWall());
    Track track = clip.tracks().getFirst();
    long next = timeline.firstRandomAccess(track, 1_000);
    assertEquals(9 * 15, next);
    assertEquals(now.plusMillis(750), timeline.dueWall(track, next));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Clip.class.getResourceAsStream("/clips/" + name)) {
      return in.readAllBytes();
    }
  }
}
