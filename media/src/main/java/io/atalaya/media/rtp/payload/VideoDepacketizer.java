package io.atalaya.media.rtp.payload;

import io.atalaya.media.codec.AccessUnit;
import io.atalaya.media.codec.AccessUnitSink;
import io.atalaya.media.codec.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * NAL units out of packets: single, aggregated and fragmented; how their headers look is the {@link
 * NalSyntax}'s business. Pictures go on without what is no part of an access unit in a file: start
 * codes, delimiters, filler, parameter sets.
 */
public final class VideoDepacketizer implements Depacketizer {
  /** Twice what the largest key frames of 4K cameras are. */
  static final int MAX_PICTURE_BYTES = 8 << 20;

  private final NalSyntax syntax;
  private final AccessUnitSink sink;
  private final PictureBuffer picture;

  private @Nullable Arrival arrival;
  private boolean hasSlice;
  private boolean randomAccess;
  private boolean leading;
  private boolean damaged;
  private boolean waitsForAccess = true;

  /** Nothing before the last access picture was emitted. */
  private boolean beganAtAccess;

  private Optional<String> undescribed = Optional.empty();

  /** When the picture that is coming in began, and by which timestamp. */
  private record Arrival(long timestamp, Instant receivedAt) {}

  public VideoDepacketizer(NalSyntax syntax, ByteBufAllocator allocator, AccessUnitSink sink) {
    this.syntax = syntax;
    this.sink = sink;
    this.picture = new PictureBuffer(allocator, MAX_PICTURE_BYTES);
  }

  @Override
  public void packet(long timestamp, ByteBuf bytes, int index, int length, Instant receivedAt) {
    if (arrival == null) {
      arrival = new Arrival(timestamp, receivedAt);
    } else if (arrival.timestamp != timestamp) {
      finish(arrival, timestamp);
      arrival = new Arrival(timestamp, receivedAt);
    }
    if (length < syntax.headerBytes()) {
      return;
    }
    switch (syntax.packet(bytes, index)) {
      case SINGLE -> single(bytes, index, length);
      case AGGREGATE -> aggregate(bytes, index + syntax.aggregateHeaderBytes(), index + length);
      case FRAGMENT -> fragment(bytes, index, length);
      case FOREIGN -> damaged = true;
      case NOTHING -> {}
    }
  }

  @Override
  public void lost() {
    picture.forgetUnit();
    damaged = true;
  }

  @Override
  public Optional<String> undescribed() {
    return undescribed;
  }

  @Override
  public void close() {
    picture.close();
    arrival = null;
  }

  private void single(ByteBuf bytes, int index, int length) {
    int startCode = startCodeBytes(bytes, index, index + length);
    if (startCode > 0) {
      annexB(bytes, index + startCode, index + length);
      return;
    }
    beginUnit();
    append(bytes, index, length);
    endUnit();
  }

  /** One that never ended is missing in its picture. */
  private void beginUnit() {
    damaged |= picture.isInUnit();
    picture.beginUnit();
  }

  /** {@code size(16) unit} again and again; some cameras pad with zeros. */
  private void aggregate(ByteBuf bytes, int from, int end) {
    int at = from;
    while (at + 2 <= end) {
      int size = bytes.getUnsignedShort(at);
      at += 2;
      if (size < syntax.headerBytes() || size > end - at) {
        damaged |= size > 0;
        return;
      }
      single(bytes, at, size);
      at += size;
    }
  }

  private void fragment(ByteBuf bytes, int index, int length) {
    int payload = syntax.fragmentHeaderBytes();
    if (length < payload) {
      return;
    }
    boolean start = syntax.isFragmentStart(bytes, index);
    if (start) {
      beginUnit();
      syntax.writeHeader(bytes, index, picture);
    } else if (!picture.isInUnit()) {
      // Its beginning is missing: lost, or never sent.
      damaged = true;
      return;
    }
    append(bytes, index + payload, length - payload);
    if (syntax.isFragmentEnd(bytes, index) && picture.isInUnit()) {
      endUnit();
    }
  }

  /** Some encoders pass on a byte stream as it is: several units with start codes between. */
  private void annexB(ByteBuf bytes, int from, int end) {
    int unit = from;
    int at = from;
    while (at < end) {
      int startCode = startCodeBytes(bytes, at, end);
      if (startCode == 0) {
        at++;
        continue;
      }
      annexBUnit(bytes, unit, at);
      at += startCode;
      unit = at;
    }
    annexBUnit(bytes, unit, end);
  }

  private void annexBUnit(ByteBuf bytes, int from, int end) {
    if (end - from >= syntax.headerBytes()) {
      beginUnit();
      append(bytes, from, end - from);
      endUnit();
    }
  }

  private static int startCodeBytes(ByteBuf bytes, int at, int end) {
    if (end - at < 4 || bytes.getShort(at) != 0) {
      return 0;
    }
    int third = bytes.getByte(at + 2);
    if (third == 1) {
      return 3;
    }
    return third == 0 && bytes.getByte(at + 3) == 1 ? 4 : 0;
  }

  private void append(ByteBuf bytes, int index, int length) {
    if (!picture.append(bytes, index, length)) {
      damaged = true;
      picture.clear();
    }
  }

  private void endUnit() {
    if (!picture.isInUnit()) {
      return;
    }
    switch (syntax.unit(picture)) {
      case SLICE -> slice();
      case ACCESS_SLICE -> {
        slice();
        randomAccess = true;
      }
      case LEADING_SLICE -> {
        slice();
        leading = true;
      }
      case ACCESS_MARK -> randomAccess = true;
      case KEPT -> {}
      case PARAMETERS, LEFT_OUT -> {
        picture.forgetUnit();
        return;
      }
    }
    picture.endUnit();
  }

  private void slice() {
    damaged |= !hasSlice && !syntax.isFirstSlice(picture);
    hasSlice = true;
  }

  private void finish(Arrival begun, long nextTimestamp) {
    boolean whole = hasSlice && !damaged && !picture.isInUnit();
    if (whole && leading && beganAtAccess) {
      picture.clear();
    } else if (whole && (randomAccess || !waitsForAccess)) {
      emit(begun, nextTimestamp);
    } else {
      drop();
    }
    hasSlice = false;
    randomAccess = false;
    leading = false;
    damaged = false;
  }

  private void emit(Arrival begun, long nextTimestamp) {
    if (randomAccess) {
      syntax.changedConfig().ifPresent(sink::config);
      undescribed = syntax.unconfigured();
      if (undescribed.isPresent()) {
        drop();
        return;
      }
      beganAtAccess = waitsForAccess;
    }
    waitsForAccess = false;
    sink.accessUnit(
        new AccessUnit(
            Track.Kind.VIDEO,
            begun.timestamp,
            nextTimestamp,
            randomAccess,
            picture.take(),
            begun.receivedAt));
  }

  private void drop() {
    picture.clear();
    if (hasSlice || damaged) {
      waitsForAccess = true;
    }
  }
}
