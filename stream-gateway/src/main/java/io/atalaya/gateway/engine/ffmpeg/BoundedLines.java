package io.atalaya.gateway.engine.ffmpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Splits a stream into lines in bounded memory: what is too long of a line is dropped. */
final class BoundedLines {
  private static final int MAX_LINE_BYTES = 1024;

  private BoundedLines() {}

  /** Hands over every line, without its end, until the stream ends. */
  static void read(InputStream stream, Consumer<String> line) throws IOException {
    byte[] block = new byte[4096];
    byte[] kept = new byte[MAX_LINE_BYTES];
    int length = 0;
    for (int read = stream.read(block); read >= 0; read = stream.read(block)) {
      for (int i = 0; i < read; i++) {
        if (block[i] == '\n' || block[i] == '\r') {
          line.accept(new String(kept, 0, length, ISO_8859_1));
          length = 0;
        } else if (length < MAX_LINE_BYTES) {
          kept[length++] = block[i];
        }
      }
    }
    if (length > 0) {
      line.accept(new String(kept, 0, length, ISO_8859_1));
    }
  }
}
