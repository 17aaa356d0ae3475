package io.atalaya.gateway.engine;

import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** Pictures that only their timestamps tell apart: 25 a second, a key frame each second. */
final class FakeMedia {
  static final int FRAME_MILLIS = 40;
  private static final int FRAMES_PER_GOP = 25;
  private static final int FRAME_BYTES = 200;

  private final MediaSink sink;
  private int frames;

  FakeMedia(MediaSink sink) {
    this.sink = sink;
  }

  void begin() {
    Track track = new Track(1, Track.Kind.VIDEO, "avc1.42c01e", 1000, 320, 180, 0, 0);
    sink.init(List.of(new InitSegment(track, ByteBuffer.allocate(64).asReadOnlyBuffer())));
  }

  void frame() {
    long at = (long) frames * FRAME_MILLIS;
    boolean key = frames % FRAMES_PER_GOP == 0;
    frames++;
    var data = PooledByteBufAllocator.DEFAULT.directBuffer(FRAME_BYTES).writeZero(FRAME_BYTES);
    sink.chunk(new Chunk(Track.Kind.VIDEO, at, FRAME_MILLIS, key, 1, data, Instant.now()));
  }
}
