package io.atalaya.media.rtp.payload;

import io.atalaya.media.codec.AvcSps;
import io.atalaya.media.codec.DecoderConfig;
import io.atalaya.media.codec.MalformedConfigException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * H.264 in RTP (RFC 6184).
 *
 * <pre>
 *   NAL unit  F(1) NRI(2) type(5)                      1-23: as it is
 *   STAP-A    header(8)=24 {size(16) unit}…            STAP-B: 25, with DON(16) after the header
 *   FU-A      indicator(8)=28 S(1) E(1) R(1) type(5)   FU-B: 29, with DON(16) in the first one
 * </pre>
 *
 * All are taken whatever packetization mode was announced: cameras announce 0 and send 1.
 */
public final class AvcSyntax implements NalSyntax {
  private static final int SLICE = 1;
  private static final int PARTITION_C = 4;
  private static final int IDR = 5;
  private static final int SEI = 6;
  private static final int SPS = 7;
  private static final int PPS = 8;
  private static final int STAP_A = 24;
  private static final int STAP_B = 25;
  private static final int MTAP16 = 26;
  private static final int MTAP24 = 27;
  private static final int FU_A = 28;
  private static final int FU_B = 29;
  private static final int RECOVERY_POINT = 6;

  private @Nullable ByteBuffer sps;
  private final ParameterSets pps = new ParameterSets();
  private DecoderConfig.@Nullable Avc given;
  private String unreadable = "";

  /** With the parameter sets of the SDP, whole NAL units, if it had any. */
  public AvcSyntax(List<ByteBuffer> parameterSets) {
    parameterSets.stream()
        .filter(unit -> unit.hasRemaining() && unit.remaining() <= MAX_PARAMETER_BYTES)
        .forEach(this::keep);
  }

  @Override
  public int headerBytes() {
    return 1;
  }

  @Override
  public Carries packet(ByteBuf bytes, int index) {
    int type = bytes.getByte(index) & 0x1F;
    // A byte stream's start code looks like type 0.
    if (type < STAP_A) {
      return Carries.SINGLE;
    }
    return switch (type) {
      case STAP_A -> Carries.AGGREGATE;
      case FU_A -> Carries.FRAGMENT;
      case STAP_B, MTAP16, MTAP24, FU_B -> Carries.FOREIGN;
      default -> Carries.NOTHING;
    };
  }

  @Override
  public int aggregateHeaderBytes() {
    return 1;
  }

  @Override
  public int fragmentHeaderBytes() {
    return 2;
  }

  @Override
  public boolean isFragmentStart(ByteBuf bytes, int index) {
    return (bytes.getByte(index + 1) & 0x80) != 0;
  }

  @Override
  public boolean isFragmentEnd(ByteBuf bytes, int index) {
    return (bytes.getByte(index + 1) & 0x40) != 0;
  }

  @Override
  public void writeHeader(ByteBuf bytes, int index, PictureBuffer picture) {
    picture.append((bytes.getByte(index) & 0xE0) | (bytes.getByte(index + 1) & 0x1F));
  }

  @Override
  public Unit unit(PictureBuffer picture) {
    int type = picture.unitByte(0) & 0x1F;
    return switch (type) {
      case IDR -> Unit.ACCESS_SLICE;
      case SEI -> isRecoveryPoint(picture) ? Unit.ACCESS_MARK : Unit.KEPT;
      case SPS, PPS -> {
        if (picture.unitBytes() <= MAX_PARAMETER_BYTES) {
          keep(picture.unit());
        }
        yield Unit.PARAMETERS;
      }
      default -> type >= SLICE && type <= PARTITION_C ? Unit.SLICE : Unit.LEFT_OUT;
    };
  }

  /** Whether its first message is a recovery point (H.264, D.1.8): gradual refresh, open GOPs. */
  private static boolean isRecoveryPoint(PictureBuffer picture) {
    return picture.unitBytes() > 1 && picture.unitByte(1) == RECOVERY_POINT;
  }

  /** {@code first_mb_in_slice} is 0 (H.264, 7.3.3). */
  @Override
  public boolean isFirstSlice(PictureBuffer picture) {
    return picture.unitBytes() > 1 && (picture.unitByte(1) & 0x80) != 0;
  }

  private void keep(ByteBuffer unit) {
    switch (unit.get(unit.position()) & 0x1F) {
      case SPS -> sps = unit;
      case PPS -> pps.keep(unit, 1);
      default -> {}
    }
  }

  @Override
  public Optional<DecoderConfig> changedConfig() {
    ByteBuffer current = sps;
    if (current == null || pps.isEmpty()) {
      return Optional.empty();
    }
    if (given != null
        && given.spsUnits().getFirst().equals(current)
        && given.ppsUnits().equals(pps.units())) {
      return Optional.empty();
    }
    try {
      given = new DecoderConfig.Avc(AvcSps.parse(current), List.of(current), pps.units());
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
    if (sps == null) {
      return Optional.of("it sends no sequence parameter set");
    }
    return Optional.of(pps.isEmpty() ? "it sends no picture parameter set" : unreadable);
  }
}
