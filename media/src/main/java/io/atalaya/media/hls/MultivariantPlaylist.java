package io.atalaya.media.hls;

import io.atalaya.media.codec.Track;
import io.atalaya.media.live.LiveSnapshot;
import io.atalaya.media.live.RenditionSnapshot;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The playlist of playlists (RFC 8216bis, 4.4.6): one variant, audio as its own rendition. Pure.
 */
public final class MultivariantPlaylist {
  /** What to claim before anything was measured: a modest camera. */
  private static final long FALLBACK_BITS_PER_SECOND = 2_000_000;

  private MultivariantPlaylist() {}

  /**
   * The playlist of all of a stream's renditions.
   *
   * @param stream with at least one rendition: wait until it is playable
   * @param base what stands before the media playlists' names: empty, or a path that ends in a
   *     slash
   */
  public static String render(LiveSnapshot stream, String base) {
    RenditionSnapshot main = stream.renditions().getFirst();
    var text = new StringBuilder(512).append("#EXTM3U\n#EXT-X-VERSION:9\n");
    var audio = stream.renditions().stream().skip(1).findFirst();
    audio.ifPresent(a -> audio(text, a, base));
    text.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(peak(stream));
    text.append(",AVERAGE-BANDWIDTH=").append(average(stream));
    text.append(",CODECS=\"").append(codecs(stream)).append('"');
    Track track = main.track();
    if (track.kind() == Track.Kind.VIDEO) {
      text.append(",RESOLUTION=").append(track.width()).append('x').append(track.height());
      if (main.framesPerSecond() > 0) {
        text.append(String.format(Locale.ROOT, ",FRAME-RATE=%.3f", main.framesPerSecond()));
      }
    }
    audio.ifPresent(_ -> text.append(",AUDIO=\"audio\""));
    text.append('\n').append(base).append(MediaNames.playlist(track.kind())).append('\n');
    return text.toString();
  }

  private static void audio(StringBuilder text, RenditionSnapshot audio, String base) {
    text.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"Audio\"");
    text.append(",DEFAULT=YES,AUTOSELECT=YES");
    if (audio.track().channels() > 0) {
      text.append(",CHANNELS=\"").append(audio.track().channels()).append('"');
    }
    text.append(",URI=\"").append(base).append(MediaNames.playlist(audio.kind())).append("\"\n");
  }

  private static String codecs(LiveSnapshot stream) {
    return stream.renditions().stream()
        .map(rendition -> rendition.track().codec())
        .distinct()
        .collect(Collectors.joining(","));
  }

  /** Of any listed segment, the largest; before there is one, the average and half of it. */
  private static long peak(LiveSnapshot stream) {
    long peak = stream.renditions().stream().mapToLong(MultivariantPlaylist::peak).sum();
    return Math.max(peak, average(stream) * 3 / 2);
  }

  private static long peak(RenditionSnapshot rendition) {
    return rendition.segments().stream()
        .filter(segment -> segment.duration().compareTo(Duration.ZERO) > 0)
        .mapToLong(segment -> segment.sizeBytes() * 8_000_000_000L / segment.duration().toNanos())
        .max()
        .orElse(0);
  }

  private static long average(LiveSnapshot stream) {
    long average = stream.renditions().stream().mapToLong(RenditionSnapshot::bitsPerSecond).sum();
    return average > 0 ? average : FALLBACK_BITS_PER_SECOND;
  }
}
