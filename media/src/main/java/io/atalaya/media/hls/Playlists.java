package io.atalaya.media.hls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.media.codec.Track;
import io.atalaya.media.live.LiveSnapshot;
import io.atalaya.media.live.LiveStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream's playlists as bytes, written once for each snapshot and shared by all viewers. Any
 * thread may call; the arrays are shared, so nobody may change them.
 */
public final class Playlists {
  private final LiveStream stream;
  private volatile @Nullable Rendered rendered;

  /** Of one snapshot; filled as asked for. Two threads may both write one; they write the same. */
  private record Rendered(
      LiveSnapshot snapshot, Map<Track.Kind, byte[]> full, Map<Track.Kind, byte[]> delta) {}

  public Playlists(LiveStream stream) {
    this.stream = stream;
  }

  /**
   * A rendition's playlist now; empty while it has none.
   *
   * @param skip whether a delta update will do
   */
  public Optional<byte[]> media(Track.Kind kind, boolean skip) {
    Rendered current = current();
    var rendition = current.snapshot.rendition(kind);
    if (rendition.isEmpty()) {
      return Optional.empty();
    }
    Map<Track.Kind, byte[]> cache = skip ? current.delta : current.full;
    synchronized (cache) {
      return Optional.of(
          cache.computeIfAbsent(
              kind,
              _ -> MediaPlaylist.render(current.snapshot, rendition.get(), skip).getBytes(UTF_8)));
    }
  }

  private Rendered current() {
    LiveSnapshot snapshot = stream.snapshot();
    Rendered last = rendered;
    if (last == null || last.snapshot.version() != snapshot.version()) {
      last =
          new Rendered(snapshot, new EnumMap<>(Track.Kind.class), new EnumMap<>(Track.Kind.class));
      rendered = last;
    }
    return last;
  }
}
