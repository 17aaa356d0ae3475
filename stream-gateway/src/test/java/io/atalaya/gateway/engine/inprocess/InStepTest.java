package io.atalaya.gateway.engine.inprocess;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.gateway.platform.MediaMemory;
import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.Fragmenter;
import io.atalaya.media.fmp4.InitSegment;
import io.atalaya.media.rtp.SenderReport;
import io.atalaya.media.sdp.SessionDescription;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clocks that drift, over days that pass in a second. */
final class InStepTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final long HOUR = 3_600_000;
  private static final int PICTURE_MILLIS = 500;

  /** SILK, 60 ms, one frame. */
  private static final byte[] OPUS = {(byte) 0x18, 1, 2, 3};

  private static final int OPUS_TICKS = 2_880;

  private final ByteBuf bytes = Unpooled.buffer(64);
  private final Random jitter = new Random(3);
  private final Output out = new Output();
  private TrackFeed picture;
  private TrackFeed sound;
  private InStep inStep;

  private double driftOfSound;
  private boolean reports = true;
  private long clockOfCamera;
  private long millis;
  private long pictures;
  private long sounds;
  private long worst;

  /** Where each track's media ends, in milliseconds. */
  private static final class Output implements Fragmenter.Output {
    private long pictureEnd;
    private long soundEnd;
    private long soundBegin = -1;

    @Override
    public void init(InitSegment init) {}

    @Override
    public void chunk(Chunk chunk) {
      long end = chunk.baseDecodeTimeTicks() + chunk.durationTicks();
      if (chunk.kind() == Track.Kind.VIDEO) {
        pictureEnd = end / 90;
      } else {
        long begin = chunk.baseDecodeTimeTicks() / 48;
        assertTrue(begin >= soundBegin, "never goes back");
        soundBegin = begin;
        soundEnd = end / 48;
      }
      chunk.release();
    }
  }

  @BeforeEach
  void describe() throws Exception {
    List<Tracks.Chosen> chosen =
        Tracks.of(
                SessionDescription.parse(
                    WirePictures.description(WirePictures.withParameters(WirePictures.SPS))
                        + "m=audio 0 RTP/AVP 97\na=rtpmap:97 opus/48000/2\n"),
                true)
            .chosen();
    picture = new TrackFeed(chosen.getFirst(), 1, START, MediaMemory.POOL, out);
    sound = new TrackFeed(chosen.getLast(), 2, START, MediaMemory.POOL, out);
    inStep = new InStep(picture, sound);
  }

  @AfterEach
  void give_back() {
    picture.close();
    sound.close();
  }

  private void play(long hours) {
    long end = millis + hours * HOUR;
    while (millis < end) {
      long nextPicture = pictures * PICTURE_MILLIS;
      long nextSound = (long) (sounds * 60 / driftOfSound);
      millis = Math.min(nextPicture, nextSound);
      if (nextPicture <= nextSound) {
        sendPicture();
      } else {
        sendSound();
      }
      inStep.check();
    }
  }

  private void sendPicture() {
    byte[] unit = pictures % 4 == 0 ? WirePictures.idr(0) : WirePictures.slice(0);
    give(picture, 96, pictures * PICTURE_MILLIS * 90, pictures, unit);
    pictures++;
    if (reports && pictures % 10 == 0) {
      long camera = (millis + clockOfCamera) * 1_000_000;
      report(picture, new SenderReport(96, camera, (int) (millis * 90)));
      long soundTicks = (long) (millis * 48 * driftOfSound);
      report(sound, new SenderReport(97, camera, (int) soundTicks));
    }
    if (pictures > 240 && pictures % 100 == 0) {
      // What has just ended of both was captured now, give or take a frame of each.
      worst = Math.max(worst, Math.abs(out.soundEnd - out.pictureEnd));
    }
  }

  private void sendSound() {
    give(sound, 97, sounds * OPUS_TICKS, sounds, OPUS);
    sounds++;
  }

  private void give(TrackFeed to, int type, long timestamp, long sequence, byte[] payload) {
    bytes
        .clear()
        .writeByte(0x80)
        .writeByte(type)
        .writeShort((int) sequence)
        .writeInt((int) timestamp)
        .writeInt(type)
        .writeBytes(payload);
    Instant receivedAt = START.plusMillis(millis + jitter.nextInt(30));
    assertTrue(to.packet(bytes, 0, bytes.readableBytes(), receivedAt));
  }

  private void report(TrackFeed track, SenderReport told) {
    long before = track.reports();
    track.report(told, START.plusMillis(millis));
    assertTrue(track.reports() > before, "is believed");
  }

  /** To a frame of sound. */
  private static void assertNear(long expected, long actual) {
    assertTrue(Math.abs(expected - actual) <= 60, actual + " ms, not " + expected);
  }

  @ParameterizedTest
  @CsvSource({"200, true", "-200, true", "200, false", "-200, false"})
  void sound_whose_clock_drifts_stays_in_step_for_a_day(int partsInAMillion, boolean reported) {
    driftOfSound = 1 + partsInAMillion / 1_000_000.0;
    reports = reported;
    clockOfCamera = -7 * HOUR;
    play(24);
    assertTrue(worst < 250, "apart by at most " + worst + " ms");
  }

  @Test
  void sound_whose_clock_is_right_is_never_touched() {
    driftOfSound = 1;
    reports = false;
    play(6);
    assertNear(sounds * 60, out.soundEnd - 10_000);
  }

  @Test
  void a_camera_that_sets_its_clock_moves_nothing() {
    driftOfSound = 1;
    play(1);
    long before = out.soundEnd - out.pictureEnd;
    clockOfCamera += 3_000;
    report(sound, new SenderReport(97, (millis + clockOfCamera) * 1_000_000, (int) (millis * 48)));
    report(
        picture,
        new SenderReport(96, (millis + clockOfCamera - 3_000) * 1_000_000, (int) (millis * 90)));
    inStep.check();
    play(1);
    assertNear(before, out.soundEnd - out.pictureEnd);
    clockOfCamera -= 5 * HOUR;
    play(1);
    assertNear(before, out.soundEnd - out.pictureEnd);
  }

  @Test
  void reports_that_lie_by_hours_on_one_track_move_nothing() {
    driftOfSound = 1;
    reports = false;
    play(1);
    long before = out.soundEnd - out.pictureEnd;
    for (int i = 0; i < 10; i++) {
      report(picture, new SenderReport(96, (millis + HOUR) * 1_000_000, (int) (millis * 90)));
      report(sound, new SenderReport(97, millis * 1_000_000, (int) (millis * 48)));
      inStep.check();
      play(1);
    }
    assertNear(before, out.soundEnd - out.pictureEnd);
  }
}
