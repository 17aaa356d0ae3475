package io.atalaya.gateway.engine;

import io.atalaya.media.codec.Track;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps what an engine sends, and gives every buffer back. */
public final class KeptMedia implements MediaSink {
  /** {@code moof} and the header of {@code mdat}, as the in-process engine writes them. */
  private static final int HEADER_BYTES = 112;

  private final List<List<InitSegment>> inits = new ArrayList<>();
  private final List<Kept> chunks = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private final List<Captured> captured = new ArrayList<>();

  /** What the camera reports: media with this time was captured then. */
  public record Captured(Track.Kind kind, long ticks, Instant at) {}

  /**
   * A chunk.
   *
   * @param init which init segments it came under, counted from 1
   * @param sample its bytes without boxes
   */
  public record Kept(
      int init, Track.Kind kind, long dts, long duration, boolean access, ByteBuffer sample) {
    public long end() {
      return dts + duration;
    }
  }

  @Override
  public synchronized void init(List<InitSegment> tracks) {
    inits.add(tracks);
  }

  @Override
  public synchronized void chunk(Chunk chunk) {
    byte[] sample = new byte[chunk.sizeBytes() - HEADER_BYTES];
    chunk.data().getBytes(chunk.data().readerIndex() + HEADER_BYTES, sample);
    chunks.add(
        new Kept(
            inits.size(),
            chunk.kind(),
            chunk.baseDecodeTimeTicks(),
            chunk.durationTicks(),
            chunk.independent(),
            ByteBuffer.wrap(sample)));
    chunk.release();
  }

  @Override
  public synchronized void skipped(Track.Kind kind, String reason) {
    skipped.add(kind + ": " + reason);
  }

  @Override
  public synchronized void captured(Track.Kind kind, long ticks, Instant at) {
    captured.add(new Captured(kind, ticks, at));
  }

  public synchronized List<Captured> captured() {
    return List.copyOf(captured);
  }

  public synchronized List<Kept> of(Track.Kind kind) {
    return chunks.stream().filter(chunk -> chunk.kind() == kind).toList();
  }

  public List<Kept> pictures() {
    return of(Track.Kind.VIDEO);
  }

  /** The track of a kind in the last init segments. */
  public synchronized Track track(Track.Kind kind) {
    return inits.getLast().stream()
        .map(InitSegment::track)
        .filter(track -> track.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  public synchronized int inits() {
    return inits.size();
  }

  public synchronized List<String> skipped() {
    return List.copyOf(skipped);
  }
}
