package io.atalaya.media.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.media.DirectMemory;
import io.atalaya.media.ManualClock;
import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * Feeds a stream chunks as a camera would, in time on a manual clock. The payload of a chunk tells
 * its track and its time, so that a reader can see what it got.
 */
public final class Camera {
  public static final Track VIDEO =
      new Track(1, Track.Kind.VIDEO, "avc1.64001f", 90_000, 1280, 720, 0, 0);
  public static final Track AUDIO =
      new Track(2, Track.Kind.AUDIO, "mp4a.40.2", 16_000, 0, 0, 16_000, 1);

  private final LiveStream stream;
  private final ManualClock clock;
  private final DirectMemory memory;
  private long videoTicks;
  private long audioTicks;
  private int chunkBytes = 16;

  public Camera(LiveStream stream, ManualClock clock, DirectMemory memory) {
    this.stream = stream;
    this.clock = clock;
    this.memory = memory;
  }

  public static InitSegment init(Track track, String bytes) {
    return new InitSegment(track, ByteBuffer.wrap(bytes.getBytes(UTF_8)));
  }

  public Camera start(Track... tracks) {
    stream.init(List.of(tracks).stream().map(t -> init(t, t.codec())).toList());
    return this;
  }

  public Camera chunkBytes(int bytes) {
    chunkBytes = bytes;
    return this;
  }

  /** One video frame, after which the clock stands at its end. */
  public void frame(long ticks, boolean independent) {
    clock.advance(Duration.ofNanos(VIDEO.nanos(ticks)));
    stream.append(chunk(Track.Kind.VIDEO, videoTicks, ticks, independent));
    videoTicks += ticks;
  }

  /** One AAC frame; the clock does not move. */
  public void sound() {
    stream.append(chunk(Track.Kind.AUDIO, audioTicks, 1024, true));
    audioTicks += 1024;
  }

  /** Time passes for the sound, and none comes. */
  public void silence() {
    audioTicks += 1024;
  }

  /** Whether the sound of the last frame has yet to come. */
  public boolean audioIsDue() {
    return AUDIO.nanos(audioTicks + 1024) <= VIDEO.nanos(videoTicks);
  }

  /** Even frames, a key frame every {@code gop}; sound keeps up, if asked for. */
  public void run(int framesPerSecond, int gop, int frames, boolean audio) {
    for (int i = 0; i < frames; i++) {
      frame(90_000 / framesPerSecond, i % gop == 0);
      while (audio && audioIsDue()) {
        sound();
      }
    }
  }

  /** The timeline of both tracks goes on from there. */
  public void jumpTo(Duration time) {
    videoTicks = time.toMillis() * 90;
    audioTicks = time.toMillis() * 16;
  }

  public Duration videoTime() {
    return Duration.ofNanos(VIDEO.nanos(videoTicks));
  }

  public Chunk chunk(Track.Kind kind, long base, long ticks, boolean independent) {
    ByteBuf data = memory.allocator().directBuffer(chunkBytes, chunkBytes);
    data.writeLong(kind == Track.Kind.VIDEO ? 0 : 1).writeLong(base).writeZero(chunkBytes - 16);
    return new Chunk(kind, base, ticks, independent, 1, data, clock.instant());
  }
}
