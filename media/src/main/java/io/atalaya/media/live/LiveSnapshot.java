package io.atalaya.media.live;

import io.atalaya.media.codec.Track;
import java.util.List;
import java.util.Optional;

/**
 * Everything a playlist needs to know of a stream at one moment. Immutable; the bytes are not in
 * it.
 *
 * @param version grows with every change
 * @param renditions those with a playlist, the one that leads the cuts first
 * @param playable the leading rendition has media and every other has a playlist
 * @param ended closed: nothing will change any more and no object is served
 */
public record LiveSnapshot(
    long version, List<RenditionSnapshot> renditions, boolean playable, boolean ended) {

  public LiveSnapshot {
    renditions = List.copyOf(renditions);
  }

  public Optional<RenditionSnapshot> rendition(Track.Kind kind) {
    return renditions.stream().filter(r -> r.kind() == kind).findFirst();
  }

  /** Whether a request for the object need not wait: it is there, it was, or it will never be. */
  public boolean settles(MediaObject object) {
    return ended || rendition(object.kind()).filter(r -> r.settles(object)).isPresent();
  }
}
