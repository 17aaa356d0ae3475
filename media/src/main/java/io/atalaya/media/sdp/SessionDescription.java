package io.atalaya.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A session description (RFC 8866), as much of it as a client needs.
 *
 * @param control of the whole session (RFC 2326, C.1.1), where it has one
 * @param media in the order of the description
 */
public record SessionDescription(Optional<String> control, List<MediaDescription> media) {
  /** Cameras with everything write some 2 KiB. */
  public static final int MAX_CHARS = 64 * 1024;

  private static final int MAX_MEDIA = 32;

  public SessionDescription {
    media = List.copyOf(media);
  }

  /**
   * Reads a description. Lines may end in LF alone, and what is no {@code x=} line is passed over.
   *
   * @throws MalformedSdpException when it is longer than {@link #MAX_CHARS}, or has no media or
   *     more than a camera has
   */
  public static SessionDescription parse(String text) throws MalformedSdpException {
    if (text.length() > MAX_CHARS) {
      throw new MalformedSdpException("a description of " + text.length() + " characters");
    }
    Optional<String> control = Optional.empty();
    var media = new ArrayList<MediaDescription.Builder>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("m=")) {
        if (media.size() == MAX_MEDIA) {
          throw new MalformedSdpException("more than " + MAX_MEDIA + " media");
        }
        media.add(new MediaDescription.Builder(line.substring(2)));
      } else if (line.startsWith("a=")) {
        String attribute = line.substring(2).strip();
        if (!media.isEmpty()) {
          media.getLast().attribute(attribute);
        } else if (attribute.toLowerCase(Locale.ROOT).startsWith("control:")) {
          control = Optional.of(attribute.substring("control:".length()).strip());
        }
      }
    }
    if (media.isEmpty()) {
      throw new MalformedSdpException("a description without media");
    }
    return new SessionDescription(
        control, media.stream().map(MediaDescription.Builder::built).toList());
  }
}
