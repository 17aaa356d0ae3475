package io.atalaya.gateway.engine.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.gateway.FailureKind;
import io.atalaya.gateway.engine.IngestFailure;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FfmpegLogTest {
  @ParameterizedTest
  @DisplayName("knows what FFmpeg 5.1 and 8.1 say")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [rtsp @ 0x5643] method DESCRIBE failed: 401 Unauthorized            | CREDENTIALS_REJECTED
          [rtsp @ 0x561f] method DESCRIBE failed: 401 (Unauthorized)          | CREDENTIALS_REJECTED
          [rtsp @ 0x55ba] method DESCRIBE failed: 404 (Not Found)             | UNREACHABLE
          [rtsp @ 0x5643] method SETUP failed: 453 Not Enough Bandwidth       | BUSY
          [rtsp @ 0x5643] method DESCRIBE failed: 503 Service Unavailable     | BUSY
          [rtsp @ 0x5643] method SETUP failed: 461 Unsupported transport      | PROTOCOL_VIOLATION
          [rtsp @ 0x55b5] Status 302: Redirecting to rtsp://10.0.0.1/h264     | SOURCE_REFUSED
          [tcp @ 0x5646] Connection to tcp://127.0.0.1:1 failed: Connection refused | UNREACHABLE
          [in#0 @ 0x56] Error opening input: No route to host                 | UNREACHABLE
          [in#0 @ 0x56] Error opening input: Connection timed out             | UNREACHABLE
          """)
  void classifies(String line, FailureKind expected) {
    assertEquals(Optional.of(expected), read(line).failure().map(IngestFailure::kind));
  }

  @Test
  @DisplayName("takes silence of a camera that had answered for a stall, whoever notices it first")
  void stall() {
    FfmpegLog log =
        read("Input #0, concat, from 'pipe:0':", "[in#0 @ 0x56] Error: Connection timed out");
    assertEquals(Optional.of(FailureKind.STALLED), log.failure().map(IngestFailure::kind));
  }

  @Test
  @DisplayName("tells audio that must be encoded, and takes AAC")
  void audio() {
    assertTrue(
        read("Input #0, concat, from 'pipe:0':", "  Stream #0:1: Audio: pcm_mulaw, 8000 Hz, mono")
            .audioNeedsEncoding());
    assertFalse(
        read("Input #0, concat, from 'pipe:0':", "  Stream #0:1: Audio: aac (LC), 48000 Hz, mono")
            .audioNeedsEncoding());
  }

  @Test
  @DisplayName("refuses video that no browser shows, by name")
  void video() {
    FfmpegLog log =
        read("Input #0, concat, from 'pipe:0':", "  Stream #0:0: Video: mjpeg (Baseline), 640x360");
    assertEquals(
        Optional.of(FailureKind.UNSUPPORTED_CODEC), log.failure().map(IngestFailure::kind));
    assertTrue(log.failure().orElseThrow().message().contains("mjpeg"));
  }

  @Test
  @DisplayName("does not take its own output for the camera's")
  void output() {
    FfmpegLog log =
        read(
            "Input #0, concat, from 'pipe:0':",
            "  Stream #0:0: Video: h264 (Main), yuv420p, 640x360",
            "Output #0, mp4, to 'pipe:1':",
            "  Stream #0:0: Video: mjpeg, yuv420p");
    assertTrue(log.failure().isEmpty());
    assertTrue(log.isOpened());
  }

  @Test
  @DisplayName("keeps the first reason, and no text that could hold a password")
  void keepsTheFirst() {
    FfmpegLog log =
        read(
            "[rtsp @ 0x5643] method DESCRIBE failed: 401 Unauthorized",
            "[concat @ 0x56] Impossible to open 'rtsp://admin:secret@127.0.0.1/h264'",
            "pipe:0: Connection refused");
    IngestFailure failure = log.failure().orElseThrow();
    assertEquals(FailureKind.CREDENTIALS_REJECTED, failure.kind());
    assertFalse(failure.message().contains("secret"));
  }

  private static FfmpegLog read(String... lines) {
    var log = new FfmpegLog(() -> {});
    for (String line : lines) {
      log.line(line);
    }
    return log;
  }
}
