package io.atalaya.e2e;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One person watching one camera through the public contract, without a browser. */
public final class Viewing implements AutoCloseable {
  private static final Pattern MEDIA_PLAYLIST =
      Pattern.compile("(?m)^[^#\\s]\\S*video\\.m3u8\\S*$");
  private static final Pattern PIECE =
      Pattern.compile("(?:#EXT-X-PART:[^\\n]*URI=\"([^\"]+)\"|(?m:^([^#\\s]\\S*\\.mp4)$))");

  private final ApiSession viewer;
  private final String sessionId;
  private final URI playlist;

  private Viewing(ApiSession viewer, String sessionId, URI playlist) {
    this.viewer = viewer;
    this.sessionId = sessionId;
    this.playlist = playlist;
  }

  /** Asks for a stream token and opens what it names. */
  public static Viewing open(ApiSession viewer, String cameraId) throws IOException {
    var issued = viewer.call("POST", "cameras/" + cameraId + "/stream-token", Map.of()).expect(201);
    String sessionId = issued.path("session").path("id").asText();
    try {
      URI playback = URI.create(issued.path("playbackUrl").asText());
      ApiSession.Answer multivariant = ApiSession.fetch(playback);
      multivariant.expect(200);
      Matcher line = MEDIA_PLAYLIST.matcher(multivariant.text());
      if (!line.find()) {
        throw new IOException("no video playlist in\n" + multivariant.text());
      }
      return new Viewing(viewer, sessionId, playback.resolve(line.group()));
    } catch (IOException e) {
      viewer.call("POST", "sessions/" + sessionId + "/end", Map.of());
      throw e;
    }
  }

  public String sessionId() {
    return sessionId;
  }

  /** What the gateway says to the next request of the player. */
  public ApiSession.Answer nextPlaylist() throws IOException {
    return ApiSession.fetch(playlist);
  }

  /** The names of the parts and segments that can be had now, oldest first. */
  public List<String> pieces() throws IOException {
    ApiSession.Answer media = ApiSession.fetch(playlist);
    media.expect(200);
    return PIECE
        .matcher(media.text())
        .results()
        .map(match -> match.group(1) != null ? match.group(1) : match.group(2))
        .toList();
  }

  /** Returns once two newer pieces have come, the last of which can be fetched. */
  public void awaitNewVideo(Duration deadline) throws InterruptedException, IOException {
    List<String> before = pieces();
    Await.until(
        "new video of session " + sessionId,
        deadline,
        () -> {
          List<String> fresh = pieces().stream().filter(piece -> !before.contains(piece)).toList();
          return fresh.size() >= 2
              && ApiSession.fetch(playlist.resolve(fresh.getLast())).status() == 200;
        });
  }

  /** Gives the slot back. */
  @Override
  public void close() throws IOException {
    viewer.call("POST", "sessions/" + sessionId + "/end", Map.of()).expect(200);
  }
}
