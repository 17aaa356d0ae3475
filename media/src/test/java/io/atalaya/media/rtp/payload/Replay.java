package io.atalaya.media.rtp.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.media.codec.AccessUnitSink;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A file's pictures as packets, with their times. FFmpeg takes the file apart, so that nothing here
 * shares an error with the code under test.
 */
public final class Replay {
  private static final int MTU = 1_400;

  private final boolean hevc;
  private final List<Long> shownTicks;
  private final List<List<byte[]>> pictures;
  private final ByteBufAllocator allocator;

  private Replay(
      boolean hevc,
      List<Long> shownTicks,
      List<List<byte[]>> pictures,
      ByteBufAllocator allocator) {
    this.hevc = hevc;
    this.shownTicks = shownTicks;
    this.pictures = pictures;
    this.allocator = allocator;
  }

  /** Video of an MP4. */
  public static Replay of(Path mp4, Path folder, ByteBufAllocator allocator) throws Exception {
    List<String> codec =
        lines(
            "ffprobe",
            "-v",
            "error",
            "-show_entries",
            "stream=codec_name",
            "-of",
            "csv=p=0",
            mp4.toString());
    boolean hevc = codec.getFirst().equals("hevc");
    // Access unit delimiters tell where a picture begins.
    String filter =
        hevc
            ? "hevc_mp4toannexb,hevc_metadata=aud=insert"
            : "h264_mp4toannexb,h264_metadata=aud=insert";
    Path stream = folder.resolve("stream.bin");
    lines(
        "ffmpeg",
        "-v",
        "error",
        "-y",
        "-i",
        mp4.toString(),
        "-c",
        "copy",
        "-bsf:v",
        filter,
        "-f",
        hevc ? "hevc" : "h264",
        stream.toString());
    var shown = new ArrayList<Long>();
    for (String pts :
        lines(
            "ffprobe",
            "-v",
            "error",
            "-show_entries",
            "packet=pts_time",
            "-of",
            "csv=p=0",
            mp4.toString())) {
      shown.add(Math.round(Double.parseDouble(pts.replace(",", "")) * 90_000));
    }
    return new Replay(hevc, shown, pictures(Files.readAllBytes(stream), hevc), allocator);
  }

  /** Sends it all, with one more packet that ends the last but one picture. */
  public void into(AccessUnitSink sink) {
    NalSyntax syntax = hevc ? new HevcSyntax(List.of()) : new AvcSyntax(List.of());
    try (var depacketizer = new VideoDepacketizer(syntax, allocator, sink)) {
      for (int i = 0; i < pictures.size(); i++) {
        for (byte[] nal : pictures.get(i)) {
          for (byte[] packet : hevc ? Packets.hevc(nal, MTU) : Packets.avc(nal, MTU)) {
            Packets.give(depacketizer, shownTicks.get(i), packet);
          }
        }
      }
    }
  }

  private static List<List<byte[]>> pictures(byte[] stream, boolean hevc) {
    var pictures = new ArrayList<List<byte[]>>();
    for (byte[] nal : units(stream)) {
      boolean delimiter = hevc ? ((nal[0] >> 1) & 0x3F) == 35 : (nal[0] & 0x1F) == 9;
      if (delimiter) {
        pictures.add(new ArrayList<>());
      } else {
        pictures.getLast().add(nal);
      }
    }
    return pictures;
  }

  private static List<byte[]> units(byte[] stream) {
    var units = new ArrayList<byte[]>();
    int begin = -1;
    for (int i = 0; i + 2 < stream.length; i++) {
      if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
        add(units, stream, begin, i > 0 && stream[i - 1] == 0 ? i - 1 : i);
        begin = i + 3;
        i += 2;
      }
    }
    add(units, stream, begin, stream.length);
    return units;
  }

  private static void add(List<byte[]> units, byte[] stream, int from, int end) {
    if (from >= 0) {
      byte[] unit = new byte[end - from];
      ByteBuffer.wrap(stream, from, unit.length).get(unit);
      units.add(unit);
    }
  }

  private static List<String> lines(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(String.join("\n", lines));
    }
    return lines;
  }
}
