package io.atalaya.gateway.engine.inprocess;

import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.media.codec.AacConfig;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.G711;
import io.atalaya.media.codec.MalformedConfigException;
import io.atalaya.media.codec.Track;
import io.atalaya.media.sdp.MediaDescription;
import io.atalaya.media.sdp.SessionDescription;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to set up of all that a camera has: its first picture and its first sound that can be
 * played.
 *
 * @param chosen at least one, the picture first
 * @param silence why there is no sound, a sentence; empty if there is, or none is sent or wanted
 */
record Tracks(List<Chosen> chosen, Optional<String> silence) {
  private static final int VIDEO_CLOCK = 90_000;
  private static final int OPUS_CLOCK = 48_000;

  /** ISO/IEC 14496-3, 1.6.3.4. */
  private static final int AAC_LEAST_CLOCK = 7_350;

  private static final int AAC_MOST_CLOCK = 96_000;

  private static final int TELEPHONE_CLOCK = 8_000;

  Tracks {
    chosen = List.copyOf(chosen);
  }

  /** A track worth setting up. */
  record Chosen(Track.Kind kind, MediaDescription media, Payload payload) {}

  /** How its packets are read. */
  sealed interface Payload {
    /** With the parameter sets of the description. */
    record H264(List<ByteBuffer> parameterSets) implements Payload {}

    record H265(List<ByteBuffer> parameterSets) implements Payload {}

    record Aac(DecoderConfig.Aac config, int sizeLength, int indexLength, int indexDeltaLength)
        implements Payload {}

    record Opus(DecoderConfig.Opus config) implements Payload {}

    record Telephone(G711 law) implements Payload {}
  }

  static Tracks of(SessionDescription description, boolean audioWanted) throws FailedRunException {
    Optional<Chosen> picture = picture(kind(description, "video"));
    List<MediaDescription> sounds =
        kind(description, "audio").stream().filter(MediaDescription::sends).toList();
    Optional<Chosen> sound =
        audioWanted || picture.isEmpty()
            ? sounds.stream().flatMap(media -> audio(media).stream()).findFirst()
            : Optional.empty();
    if (picture.isEmpty() && sound.isEmpty()) {
      throw unsupported("The camera sends neither video nor sound that can be played.");
    }
    boolean silent = audioWanted && sound.isEmpty() && !sounds.isEmpty();
    return new Tracks(
        Stream.concat(picture.stream(), sound.stream()).toList(),
        silent ? Optional.of(silence(sounds.getFirst())) : Optional.empty());
  }

  private static Optional<Chosen> picture(List<MediaDescription> video) throws FailedRunException {
    Optional<Chosen> playable = video.stream().flatMap(media -> video(media).stream()).findFirst();
    if (playable.isEmpty() && !video.isEmpty()) {
      throw unsupported(
          "The camera sends %s, which cannot be played: set it to H.264 or H.265."
              .formatted(named(video.getFirst(), "video of an unknown kind")));
    }
    return playable;
  }

  private static String silence(MediaDescription sound) {
    return "The camera's sound is %s, which cannot be played: set it to AAC, G.711 or Opus."
        .formatted(named(sound, "of an unknown kind"));
  }

  private static FailedRunException unsupported(String message) {
    return new FailedRunException(new IngestFailure.UnsupportedCodec(message));
  }

  private static List<MediaDescription> kind(SessionDescription description, String kind) {
    return description.media().stream().filter(media -> media.kind().equals(kind)).toList();
  }

  /** As the camera calls it; what does not print, or is long, is none of a sentence's business. */
  private static String named(MediaDescription media, String otherwise) {
    String name = media.encoding();
    return name.matches("[A-Z0-9.+-]{1,30}") ? name : otherwise;
  }

  private static Optional<Chosen> video(MediaDescription media) {
    if (media.clockRate() != VIDEO_CLOCK) {
      return Optional.empty();
    }
    return switch (media.encoding()) {
      case "H264" ->
          Optional.of(
              new Chosen(
                  Track.Kind.VIDEO,
                  media,
                  new Payload.H264(parameterSets(media, "sprop-parameter-sets"))));
      case "H265" ->
          Optional.of(
              new Chosen(
                  Track.Kind.VIDEO,
                  media,
                  new Payload.H265(
                      Stream.of("sprop-vps", "sprop-sps", "sprop-pps")
                          .flatMap(name -> parameterSets(media, name).stream())
                          .toList())));
      default -> Optional.empty();
    };
  }

  /** Base64 with commas between; what is none is left out: they come in band too. */
  private static List<ByteBuffer> parameterSets(MediaDescription media, String name) {
    var sets = new ArrayList<ByteBuffer>();
    for (String set : media.parameters().getOrDefault(name, "").split(",", 32)) {
      try {
        sets.add(ByteBuffer.wrap(Base64.getMimeDecoder().decode(set)).asReadOnlyBuffer());
      } catch (IllegalArgumentException _) {
        // As said.
      }
    }
    return sets;
  }

  private static Optional<Chosen> audio(MediaDescription media) {
    return switch (media.encoding()) {
      case "MPEG4-GENERIC" -> aac(media);
      case "OPUS" ->
          media.clockRate() == OPUS_CLOCK
              ? Optional.of(
                  new Chosen(
                      Track.Kind.AUDIO,
                      media,
                      new Payload.Opus(new DecoderConfig.Opus(Math.min(2, media.channels())))))
              : Optional.empty();
      case "PCMU" -> telephone(media, G711.MU_LAW);
      case "PCMA" -> telephone(media, G711.A_LAW);
      default -> Optional.empty();
    };
  }

  private static Optional<Chosen> telephone(MediaDescription media, G711 law) {
    return media.clockRate() == TELEPHONE_CLOCK && media.channels() == 1
        ? Optional.of(new Chosen(Track.Kind.AUDIO, media, new Payload.Telephone(law)))
        : Optional.empty();
  }

  private static Optional<Chosen> aac(MediaDescription media) {
    int sizeLength = media.number("sizelength").orElse(0);
    int indexLength = media.number("indexlength").orElse(0);
    int indexDeltaLength = media.number("indexdeltalength").orElse(0);
    boolean readable =
        sizeLength >= 1
            && sizeLength <= 16
            && indexLength >= 0
            && indexLength <= 16
            && indexDeltaLength >= 0
            && indexDeltaLength <= 16;
    if (!readable || media.clockRate() < AAC_LEAST_CLOCK || media.clockRate() > AAC_MOST_CLOCK) {
      return Optional.empty();
    }
    try {
      ByteBuffer specific =
          ByteBuffer.wrap(HexFormat.of().parseHex(media.parameters().getOrDefault("config", "")));
      var config = new DecoderConfig.Aac(AacConfig.parseSpecific(specific), specific);
      return Optional.of(
          new Chosen(
              Track.Kind.AUDIO,
              media,
              new Payload.Aac(config, sizeLength, indexLength, indexDeltaLength)));
    } catch (MalformedConfigException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
