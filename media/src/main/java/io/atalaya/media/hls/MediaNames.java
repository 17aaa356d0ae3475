package io.atalaya.media.hls;

import io.atalaya.media.codec.Track;
import io.atalaya.media.live.MediaObject;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last path element of everything a player fetches: {@code video.m3u8}, {@code audio.m3u8}, and
 * {@code init7.mp4}, {@code seg7.mp4}, {@code part7.0.mp4}, each with an {@code a} before it for
 * audio.
 */
public final class MediaNames {
  /** Numbers of up to fifteen digits without leading zeros: one name for each object. */
  private static final Pattern OBJECT =
      Pattern.compile(
          "(a?)(?:(init|seg)(0|[1-9][0-9]{0,14})|part(0|[1-9][0-9]{0,14})\\.(0|[1-9][0-9]{0,5}))\\.mp4");

  private MediaNames() {}

  public static String playlist(Track.Kind kind) {
    return switch (kind) {
      case VIDEO -> "video.m3u8";
      case AUDIO -> "audio.m3u8";
    };
  }

  public static Optional<Track.Kind> parsePlaylist(String name) {
    return switch (name) {
      case "video.m3u8" -> Optional.of(Track.Kind.VIDEO);
      case "audio.m3u8" -> Optional.of(Track.Kind.AUDIO);
      default -> Optional.empty();
    };
  }

  public static String of(MediaObject object) {
    String prefix = object.kind() == Track.Kind.AUDIO ? "a" : "";
    return switch (object) {
      case MediaObject.Init(_, var version) -> prefix + "init" + version + ".mp4";
      case MediaObject.Segment(_, var msn) -> prefix + "seg" + msn + ".mp4";
      case MediaObject.Part(_, var msn, var part) -> prefix + "part" + msn + "." + part + ".mp4";
    };
  }

  /** Empty for anything that {@link #of} does not write. */
  public static Optional<MediaObject> parse(String name) {
    Matcher found = OBJECT.matcher(name);
    if (!found.matches()) {
      return Optional.empty();
    }
    var kind = found.group(1).isEmpty() ? Track.Kind.VIDEO : Track.Kind.AUDIO;
    if (found.group(2) == null) {
      long msn = Long.parseLong(found.group(4));
      return Optional.of(new MediaObject.Part(kind, msn, Integer.parseInt(found.group(5))));
    }
    long number = Long.parseLong(found.group(3));
    return Optional.of(
        found.group(2).equals("init")
            ? new MediaObject.Init(kind, number)
            : new MediaObject.Segment(kind, number));
  }
}
