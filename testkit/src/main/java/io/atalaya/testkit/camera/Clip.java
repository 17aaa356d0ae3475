package io.atalaya.testkit.camera;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A film that a camera plays for ever: H.264 without B-frames at a constant frame rate, and AAC if
 * there is sound. Immutable and packed for RTP once, so that any number of cameras share it.
 *
 * <p>Each track loops by itself, by its own length. Clips whose tracks are equally long stay in
 * step.
 */
public final class Clip {
  /** The clips that come along; {@code clips/generate.sh} says what they show. */
  public static final List<String> BUNDLED =
      List.of(
          "acme-lobby",
          "acme-parking",
          "acme-entrance",
          "globex-lobby",
          "globex-warehouse",
          "tiny");

  private static final int BUNDLED_FRAMES_PER_SECOND = 15;
  private static final int MAX_FILE_BYTES = 64 << 20;
  private static final Map<String, Clip> LOADED = new ConcurrentHashMap<>();

  private final List<Track> tracks;

  /** Of one video track and at most one audio track. */
  Clip(List<Track> tracks) {
    this.tracks = List.copyOf(tracks);
  }

  /**
   * One of {@link #BUNDLED}; loaded once.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public static Clip bundled(String name) {
    if (!BUNDLED.contains(name)) {
      throw new IllegalArgumentException(
          "no bundled clip '" + name + "': there are " + String.join(", ", BUNDLED));
    }
    return LOADED.computeIfAbsent(name, Clip::load);
  }

  /**
   * A clip from files.
   *
   * @param h264 an Annex B stream that begins with an IDR picture
   * @param adts AAC-LC with ADTS headers
   * @throws IllegalArgumentException when a file is not what it should be; the message says why
   */
  public static Clip files(Path h264, Optional<Path> adts, int framesPerSecond) throws IOException {
    var tracks = new ArrayList<Track>();
    tracks.add(named(h264, () -> H264Packetizer.track(read(h264), framesPerSecond)));
    if (adts.isPresent()) {
      tracks.add(named(adts.get(), () -> AacPacketizer.track(read(adts.get()))));
    }
    return new Clip(tracks);
  }

  /**
   * The beginning of this clip as a clip, for tests that want to see it loop.
   *
   * @param length a whole number of frames of each track
   */
  public Clip beginning(Duration length) {
    return new Clip(tracks.stream().map(track -> track.beginning(length)).toList());
  }

  /** How long the picture plays before it begins again. */
  public Duration length() {
    return tracks.getFirst().length();
  }

  /** Video first. */
  List<Track> tracks() {
    return tracks;
  }

  private interface Source {
    Track open() throws IOException;
  }

  private static Track named(Path file, Source source) throws IOException {
    try {
      return source.open();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static byte[] read(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IllegalArgumentException("larger than " + MAX_FILE_BYTES + " bytes");
    }
    return Files.readAllBytes(file);
  }

  private static Clip load(String name) {
    var tracks = new ArrayList<Track>();
    byte[] video =
        resource(name + ".h264")
            .orElseThrow(() -> new IllegalStateException("clip " + name + " is not on the path"));
    tracks.add(H264Packetizer.track(video, BUNDLED_FRAMES_PER_SECOND));
    resource(name + ".aac").map(AacPacketizer::track).ifPresent(tracks::add);
    return new Clip(tracks);
  }

  private static Optional<byte[]> resource(String file) {
    try (InputStream in = Clip.class.getResourceAsStream("/clips/" + file)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
