package io.atalaya.gateway.engine.ffmpeg;

import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.gateway.platform.MediaMemory;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.FragmentedMp4Reader;
import io.atalaya.media.fmp4.InitSegment;
import io.atalaya.media.fmp4.MalformedMp4Exception;
import io.atalaya.media.fmp4.Mp4Limits;
import io.atalaya.media.fmp4.Mp4Sink;
import io.atalaya.media.fmp4.UnsupportedCodecException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the child's stdout and hands chunks on. {@link #read} runs on the child's own thread; the
 * rest may be asked by the supervisor at any time. Closed once nobody reads any more.
 */
final class FfmpegOutput implements Mp4Sink, AutoCloseable {
  private static final int BLOCK_BYTES = 64 * 1024;

  private final MediaSink sink;
  private final FragmentedMp4Reader reader;
  private volatile @Nullable IngestFailure failure;
  private volatile boolean flowing;
  private volatile long lastChunkNanos;

  FfmpegOutput(MediaSink sink, InstantSource clock) {
    this.sink = sink;
    this.reader = new FragmentedMp4Reader(Mp4Limits.standard(), MediaMemory.POOL, clock, this);
  }

  /** Reads to the stream's end, or to the first bytes that make no sense. */
  void read(InputStream stdout) throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    try {
      for (int read = stdout.read(block); read >= 0; read = stdout.read(block)) {
        reader.push(ByteBuffer.wrap(block, 0, read));
      }
    } catch (MalformedMp4Exception e) {
      failure =
          new IngestFailure.ProtocolViolation("The camera's media is broken: " + e.getMessage());
    } catch (UnsupportedCodecException e) {
      failure =
          new IngestFailure.UnsupportedCodec(
              "The camera sends '%s', which cannot be shown; H.264 and H.265 can."
                  .formatted(e.sampleEntry()));
    } catch (RuntimeException e) {
      failure = new IngestFailure.EngineCrashed("The media could not be processed.");
      throw e;
    }
  }

  @Override
  public void init(List<InitSegment> init) {
    sink.init(init);
  }

  @Override
  public void chunk(Chunk chunk) {
    lastChunkNanos = System.nanoTime();
    flowing = true;
    sink.chunk(chunk);
  }

  Optional<IngestFailure> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether any chunk has come. */
  boolean isFlowing() {
    return flowing;
  }

  /** Means something once {@link #isFlowing()}. */
  Duration sinceLastChunk() {
    return Duration.ofNanos(System.nanoTime() - lastChunkNanos);
  }

  @Override
  public void close() {
    reader.close();
  }
}
