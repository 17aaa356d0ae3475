package io.atalaya.media.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.atalaya.media.rtsp.MalformedRtspException;
import io.atalaya.media.rtsp.RtspHeaders;
import io.atalaya.media.rtsp.RtspReader;
import io.atalaya.media.rtsp.RtspResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;

/** What a camera's connection brings (RFC 2326). */
final class RtspReaderFuzzTest {
  /** The longest thing that can be waited for. */
  private static final int MOST_WAITING =
      Math.max(RtspReader.MAX_HEADER_BYTES + RtspReader.MAX_BODY_BYTES, 4 + 0xFFFF);

  @FuzzTest(maxDuration = "1m")
  @Timeout(10)
  void the_same_is_read_however_the_bytes_are_cut(byte[] connection) {
    Outcome whole = read(connection, connection.length + 1);
    // How junk is passed over may depend on how much of it is seen at once.
    if (whole.junkBytes == 0) {
      assertEquals(whole, read(connection, 1 + Math.abs(Arrays.hashCode(connection) % 200)));
      assertEquals(whole, read(connection, 1));
    }
  }

  private record Outcome(List<String> found, boolean refused, long junkBytes) {}

  /** In pieces of at most that size. */
  private static Outcome read(byte[] connection, int mostBytes) {
    var found = new ArrayList<String>();
    var reader = new RtspReader(new Recorder(found));
    var sizes = new SplittableRandom(connection.length);
    ByteBuf rest = Unpooled.buffer();
    for (int at = 0; at < connection.length; ) {
      int piece = Math.min(1 + sizes.nextInt(mostBytes), connection.length - at);
      rest.discardReadBytes().writeBytes(connection, at, piece);
      at += piece;
      try {
        reader.read(rest);
      } catch (MalformedRtspException _) {
        return new Outcome(found, true, reader.junkBytes());
      }
      assertTrue(rest.readableBytes() <= MOST_WAITING + piece, "waits for what it refuses");
    }
    return new Outcome(found, false, reader.junkBytes());
  }

  private record Recorder(List<String> found) implements RtspReader.Sink {
    @Override
    public void packet(int channel, ByteBuf bytes, int index, int length) {
      found.add(channel + " " + ByteBufUtil.hexDump(bytes, index, length));
    }

    @Override
    public void response(RtspResponse response) {
      assertTrue(response.status() >= 100 && response.status() < 600);
      found.add(response.toString());
    }

    @Override
    public void request(String method, RtspHeaders headers) {
      found.add(method + headers);
    }
  }
}
