package io.atalaya.gateway.engine.ffmpeg;

import io.atalaya.gateway.engine.IngestFailure;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what FFmpeg says on stderr and keeps what it means. The text itself is never kept or
 * logged: it repeats the URL with its credentials, and text the camera chose.
 *
 * <p>Lines as seen with FFmpeg 5.1 and 8.1. Written by one thread, read by any.
 */
final class FfmpegLog {
  private static final Pattern RTSP_STATUS =
      Pattern.compile("method ([A-Z]+) failed: (\\d{3})\\b.*");
  private static final Pattern STREAM =
      Pattern.compile("\\s+Stream #0:\\d+[^:]*: (Video|Audio): (\\w+).*");
  private static final Set<String> VIDEO = Set.of("h264", "hevc");

  private final Runnable onNews;
  private boolean insideInput;
  private volatile @Nullable IngestFailure failure;
  private volatile boolean audioNeedsEncoding;
  private volatile boolean opened;

  /**
   * @param onNews called, on the writing thread, when something was said that decides the run
   */
  FfmpegLog(Runnable onNews) {
    this.onNews = onNews;
  }

  /** The next line, without its end. */
  void line(String line) {
    if (line.startsWith("Input #0")) {
      insideInput = true;
      opened = true;
    } else if (!line.startsWith(" ")) {
      insideInput = false;
    }
    Matcher stream = STREAM.matcher(line);
    if (insideInput && stream.matches()) {
      stream(stream.group(1).equals("Video"), stream.group(2));
    }
    fail(meaning(line));
  }

  /** The first reason stays: what follows is its consequence. */
  private void fail(@Nullable IngestFailure meant) {
    if (meant != null && failure == null) {
      failure = meant;
      onNews.run();
    }
  }

  /** What went wrong, as far as FFmpeg has said. */
  Optional<IngestFailure> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether the camera has answered and its tracks are known. */
  boolean isOpened() {
    return opened;
  }

  /** Whether the camera's audio cannot be passed on as it is. */
  boolean audioNeedsEncoding() {
    return audioNeedsEncoding;
  }

  private void stream(boolean video, String codec) {
    if (video && !VIDEO.contains(codec)) {
      fail(
          new IngestFailure.UnsupportedCodec(
              "The camera sends %s video; H.264 and H.265 can be shown. Change its stream settings."
                  .formatted(codec)));
    }
    if (!video && !codec.equals("aac")) {
      audioNeedsEncoding = true;
      onNews.run();
    }
  }

  private @Nullable IngestFailure meaning(String line) {
    Matcher status = RTSP_STATUS.matcher(line);
    if (status.find()) {
      return refusal(Integer.parseInt(status.group(2)));
    }
    if (line.contains("Redirecting to")) {
      return new IngestFailure.SourceRefused(
          "The camera redirects to another address, which is not followed.");
    }
    if (line.contains("Connection refused")) {
      return new IngestFailure.Unreachable("Nothing accepts connections at the camera's address.");
    }
    if (line.contains("No route to host") || line.contains("Network is unreachable")) {
      return new IngestFailure.Unreachable("No network leads to the camera's address.");
    }
    if (line.contains("Connection timed out") || line.contains("Operation timed out")) {
      return timedOut();
    }
    if (line.contains("Connection reset by peer")) {
      return new IngestFailure.Unreachable("The camera closed the connection.");
    }
    if (line.contains("matches no streams")) {
      return new IngestFailure.UnsupportedCodec("The camera offers no video.");
    }
    return null;
  }

  /** FFmpeg says the same of a camera that never answered and of one that fell silent. */
  private IngestFailure timedOut() {
    return opened
        ? new IngestFailure.Stalled(
            "The camera has sent nothing for %d s.".formatted(FfmpegCommand.IO_TIMEOUT.toSeconds()))
        : new IngestFailure.Unreachable("The camera does not answer.");
  }

  private static IngestFailure refusal(int status) {
    return switch (status) {
      case 401, 403 ->
          new IngestFailure.CredentialsRejected(
              "The camera rejects the user name or the password (RTSP %d).".formatted(status));
      case 404 ->
          new IngestFailure.Unreachable("The camera has no stream at this path (RTSP 404).");
      case 453, 503 ->
          new IngestFailure.Busy(
              "The camera has no connection to spare (RTSP %d).".formatted(status));
      default ->
          new IngestFailure.ProtocolViolation(
              "The camera refuses to play (RTSP %d).".formatted(status));
    };
  }
}
