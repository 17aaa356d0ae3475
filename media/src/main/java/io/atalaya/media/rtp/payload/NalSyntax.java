package io.atalaya.media.rtp.payload;

import io.atalaya.media.codec.DecoderConfig;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * What differs between H.264 and H.265 in RTP: headers of packets and of NAL units, and which units
 * are what. Remembers parameter sets. Not thread-safe.
 */
public sealed interface NalSyntax permits AvcSyntax, HevcSyntax {

  /** What a packet carries. */
  enum Carries {
    SINGLE,
    AGGREGATE,
    FRAGMENT,
    /** Units, in a way that cameras do not use. */
    FOREIGN,
    /** What the standard leaves free. */
    NOTHING
  }

  /** What a NAL unit is to a picture. */
  enum Unit {
    SLICE,
    /** A slice of a picture that refers to none before it. */
    ACCESS_SLICE,
    /** A slice that refers to what came before the picture at which decoding may have begun. */
    LEADING_SLICE,
    /** Says that decoding can begin at this picture. */
    ACCESS_MARK,
    KEPT,
    PARAMETERS,
    LEFT_OUT
  }

  /** Longer than any parameter set is; of a configuration record's sizes, 16 bits have room. */
  int MAX_PARAMETER_BYTES = 4_096;

  int headerBytes();

  Carries packet(ByteBuf bytes, int index);

  int aggregateHeaderBytes();

  int fragmentHeaderBytes();

  boolean isFragmentStart(ByteBuf bytes, int index);

  boolean isFragmentEnd(ByteBuf bytes, int index);

  /** Writes the header that the fragmented unit had. */
  void writeHeader(ByteBuf bytes, int index, PictureBuffer picture);

  /** Looks at the unit that ends now; keeps it if it is a parameter set. */
  Unit unit(PictureBuffer picture);

  /** Whether the slice that ends now is the first of its picture. */
  boolean isFirstSlice(PictureBuffer picture);

  /** The configuration, where it is another than the last one given. */
  Optional<DecoderConfig> changedConfig();

  /** Why there is no configuration, the rest of a sentence; empty where there is one. */
  Optional<String> unconfigured();
}
