package io.atalaya.gateway.engine.ffmpeg;

import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.source.SourceUrl;
import io.atalaya.gateway.engine.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The child's arguments and what it reads on stdin, built from typed values only.
 *
 * <p>Every user of the machine can read {@code argv}, so the URL, which carries the camera's
 * credentials, goes through stdin: as the only entry of an ffconcat script, whose {@code option}
 * lines are the RTSP demuxer's. Seen with FFmpeg 5.1 and 8.1: timestamps, parameter sets and start
 * (0.5 s) are those of a plain {@code -i URL}.
 *
 * @param arguments without the executable
 * @param script ffconcat; secret
 */
record FfmpegCommand(List<String> arguments, String script) {
  /** Nothing answers within this: FFmpeg gives up by itself, with a reason we can tell. */
  static final Duration IO_TIMEOUT = Duration.ofSeconds(5);

  /**
   * A chunk per frame: parts are cut between chunks, and with longer ones a part of 15 fps could
   * not come near its target. Not by {@code frag_every_frame}: with sound beside the picture,
   * FFmpeg 5.1 and 8.1 then give a quarter of the AAC frames no duration (46 of 203 fragments; 0
   * this way).
   */
  private static final String FRAGMENT_MICROS = "1";

  /** What RTSP itself needs, and nothing that reads files or speaks HTTP. */
  private static final String PROTOCOLS = "pipe,fd,rtp,rtsp,tcp,udp,tls,crypto";

  FfmpegCommand {
    arguments = List.copyOf(arguments);
  }

  static FfmpegCommand of(StreamSpec spec, AudioMode audio) {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("-hide_banner", "-nostats", "-loglevel", "info"));
    arguments.addAll(List.of("-threads", "1", "-protocol_whitelist", PROTOCOLS));
    arguments.addAll(List.of("-f", "concat", "-safe", "0", "-i", "pipe:0"));
    arguments.addAll(List.of("-map", "0:v:0", "-c:v", "copy"));
    arguments.addAll(audioArguments(audio));
    arguments.addAll(
        List.of("-f", "mp4", "-frag_duration", FRAGMENT_MICROS, "-flush_packets", "1"));
    arguments.add("-movflags");
    arguments.add("+frag_keyframe+empty_moov+separate_moof+default_base_moof");
    arguments.add("pipe:1");
    return new FfmpegCommand(arguments, script(spec));
  }

  private static List<String> audioArguments(AudioMode audio) {
    return switch (audio) {
      case NONE -> List.of("-an");
      case COPY -> List.of("-map", "0:a:0?", "-c:a", "copy");
      case TO_AAC -> List.of("-map", "0:a:0?", "-c:a", "aac", "-b:a", "64k");
    };
  }

  private static String script(StreamSpec spec) {
    return """
    ffconcat version 1.0
    file '%s'
    option rtsp_transport %s
    option timeout %d
    option fpsprobesize 0
    """
        .formatted(
            quoted(pinned(spec).revealed()),
            spec.transport() == Transport.UDP ? "udp" : "tcp",
            IO_TIMEOUT.toNanos() / 1000);
  }

  /** The URL at its checked address: a name could resolve differently by now. */
  private static SourceUrl pinned(StreamSpec spec) {
    SourceUrl source = spec.source();
    return new SourceUrl(
        source.secure(),
        source.credentials(),
        spec.address().getHostAddress(),
        source.port(),
        source.pathAndQuery());
  }

  /** FFmpeg's quoting: inside single quotes everything stands for itself but the quote. */
  private static String quoted(String text) {
    return text.replace("'", "'\\''");
  }

  /** Hides the script. */
  @Override
  public String toString() {
    return "FfmpegCommand" + arguments;
  }
}
