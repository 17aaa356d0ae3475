package io.atalaya.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.atalaya.testkit.camera.Clip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Video whose every picture says whose it is, at the end of each slice: nobody decodes it here, and
 * no part of it can be taken for another's.
 */
public final class MarkedClip {
  private static final int FRAMES_PER_SECOND = 15;
  private static final Pattern MARK = Pattern.compile("<mark of ([^>]*)>");

  private MarkedClip() {}

  /** A short clip of that owner. */
  public static Clip of(String owner, Path folder) throws IOException {
    byte[] mark = ("<mark of " + owner + ">").getBytes(ISO_8859_1);
    Path file = folder.resolve(owner.replace('/', '-') + ".h264");
    try (InputStream plain = Clip.class.getResourceAsStream("/clips/tiny.h264")) {
      Files.write(file, marked(plain.readAllBytes(), mark));
    }
    return Clip.files(file, Optional.empty(), FRAMES_PER_SECOND);
  }

  private static byte[] marked(byte[] stream, byte[] mark) {
    var out = new ByteArrayOutputStream();
    int from = 0;
    for (int next = startCode(stream, 3); ; next = startCode(stream, from + 4)) {
      int end = next < 0 ? stream.length : next;
      out.write(stream, from, end - from);
      if (isSlice(stream, from)) {
        out.writeBytes(mark);
      }
      if (next < 0) {
        return out.toByteArray();
      }
      from = next;
    }
  }

  /** Where the next start code is, of four bytes or of three. */
  private static int startCode(byte[] stream, int from) {
    for (int i = from; i + 2 < stream.length; i++) {
      if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
        return stream[i - 1] == 0 ? i - 1 : i;
      }
    }
    return -1;
  }

  private static boolean isSlice(byte[] stream, int startCode) {
    int header = startCode + (stream[startCode + 2] == 1 ? 3 : 4);
    int type = stream[header] & 0x1F;
    return type == 1 || type == 5;
  }

  /** Whose bytes these are; several when they are mixed up. */
  public static Stream<String> owners(byte[] media) {
    return MARK.matcher(new String(media, ISO_8859_1))
        .results()
        .map((MatchResult found) -> found.group(1));
  }
}
