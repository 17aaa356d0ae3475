package io.atalaya.media.rtp.payload;

import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.HevcSps;
import io.atalaya.media.codec.MalformedConfigException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * H.265 in RTP (RFC 7798), without decoding order numbers, which no camera uses.
 *
 * <pre>
 *   NAL unit  F(1) type(6) layer(6) TID(3)
 *   AP        header(16), type 48, {size(16) unit}…
 *   FU        header(16), type 49, S(1) E(1) type(6)
 * </pre>
 */
public final class HevcSyntax implements NalSyntax {
  private static final int RASL_N = 8;
  private static final int RASL_R = 9;
  private static final int FIRST_IRAP = 16;
  private static final int LAST_IRAP = 23;
  private static final int LAST_SLICE = 31;
  private static final int VPS = 32;
  private static final int SPS = 33;
  private static final int PPS = 34;
  private static final int PREFIX_SEI = 39;
  private static final int SUFFIX_SEI = 40;
  private static final int AGGREGATION = 48;
  private static final int FRAGMENTATION = 49;
  private static final int PACI = 50;

  private @Nullable ByteBuffer vps;
  private @Nullable ByteBuffer sps;
  private final ParameterSets pps = new ParameterSets();
  private DecoderConfig.@Nullable Hevc given;
  private String unreadable = "";

  /** With the parameter sets of the SDP, whole NAL units, if it had any. */
  public HevcSyntax(List<ByteBuffer> parameterSets) {
    parameterSets.stream()
        .filter(unit -> unit.remaining() > 2 && unit.remaining() <= MAX_PARAMETER_BYTES)
        .forEach(this::keep);
  }

  private static int type(int firstByte) {
    return firstByte >> 1 & 0x3F;
  }

  @Override
  public int headerBytes() {
    return 2;
  }

  @Override
  public Carries packet(ByteBuf bytes, int index) {
    int type = type(bytes.getByte(index));
    return switch (type) {
      case AGGREGATION -> Carries.AGGREGATE;
      case FRAGMENTATION -> Carries.FRAGMENT;
      case PACI -> Carries.FOREIGN;
      default -> type < AGGREGATION ? Carries.SINGLE : Carries.NOTHING;
    };
  }

  @Override
  public int aggregateHeaderBytes() {
    return 2;
  }

  @Override
  public int fragmentHeaderBytes() {
    return 3;
  }

  @Override
  public boolean isFragmentStart(ByteBuf bytes, int index) {
    return (bytes.getByte(index + 2) & 0x80) != 0;
  }

  @Override
  public boolean isFragmentEnd(ByteBuf bytes, int index) {
    return (bytes.getByte(index + 2) & 0x40) != 0;
  }

  @Override
  public void writeHeader(ByteBuf bytes, int index, PictureBuffer picture) {
    picture.append((bytes.getByte(index) & 0x81) | ((bytes.getByte(index + 2) & 0x3F) << 1));
    picture.append(bytes.getByte(index + 1));
  }

  @Override
  public Unit unit(PictureBuffer picture) {
    int type = type(picture.unitByte(0));
    return switch (type) {
      case VPS, SPS, PPS -> {
        if (picture.unitBytes() <= MAX_PARAMETER_BYTES) {
          keep(picture.unit());
        }
        yield Unit.PARAMETERS;
      }
      case PREFIX_SEI, SUFFIX_SEI -> Unit.KEPT;
      case RASL_N, RASL_R -> Unit.LEADING_SLICE;
      default -> {
        if (type >= FIRST_IRAP && type <= LAST_IRAP) {
          yield Unit.ACCESS_SLICE;
        }
        yield type <= LAST_SLICE ? Unit.SLICE : Unit.LEFT_OUT;
      }
    };
  }

  /** {@code first_slice_segment_in_pic_flag} (H.265, 7.3.6.1). */
  @Override
  public boolean isFirstSlice(PictureBuffer picture) {
    return picture.unitBytes() > 2 && (picture.unitByte(2) & 0x80) != 0;
  }

  private void keep(ByteBuffer unit) {
    switch (type(unit.get(unit.position()))) {
      case VPS -> vps = unit;
      case SPS -> sps = unit;
      case PPS -> pps.keep(unit, 2);
      default -> {}
    }
  }

  @Override
  public Optional<DecoderConfig> changedConfig() {
    ByteBuffer video = vps;
    ByteBuffer sequence = sps;
    if (video == null || sequence == null || pps.isEmpty()) {
      return Optional.empty();
    }
    if (given != null
        && given.vpsUnits().getFirst().equals(video)
        && given.spsUnits().getFirst().equals(sequence)
        && given.ppsUnits().equals(pps.units())) {
      return Optional.empty();
    }
    try {
      given =
          new DecoderConfig.Hevc(
              HevcSps.parse(sequence), List.of(video), List.of(sequence), pps.units());
      return Optional.of(given);
    } catch (MalformedConfigException e) {
      given = null;
      unreadable = "its " + e.getMessage();
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> unconfigured() {
    if (given != null) {
      return Optional.empty();
    }
    if (vps == null) {
      return Optional.of("it sends no video parameter set");
    }
    if (sps == null) {
      return Optional.of("it sends no sequence parameter set");
    }
    return Optional.of(pps.isEmpty() ? "it sends no picture parameter set" : unreadable);
  }
}
