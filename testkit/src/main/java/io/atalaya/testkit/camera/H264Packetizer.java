package io.atalaya.testkit.camera;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packs H.264 into RTP by RFC 6184, packetization mode 1: single NAL unit packets where a unit
 * fits, FU-A fragments (section 5.8) where it does not.
 *
 * <pre>
 *  FU indicator        FU header
 * |F|NRI| 28 (FU-A) | |S|E|R| type | a part of the NAL unit's payload ...
 * </pre>
 *
 * Parameter sets go into the SDP and in front of every IDR picture. Delimiters and SEI are left
 * out.
 */
final class H264Packetizer {
  private static final int PAYLOAD_TYPE = 96;
  private static final int CLOCK_RATE = 90_000;
  private static final int FU_A = 28;
  private static final int FU_HEADERS_BYTES = 2;
  private static final int FU_START = 0x80;
  private static final int FU_END = 0x40;

  private static final int NAL_SLICE = 1;
  private static final int NAL_IDR = 5;
  private static final int NAL_SPS = 7;
  private static final int NAL_PPS = 8;

  private byte @Nullable [] sps;
  private byte @Nullable [] pps;
  private final List<Frame> frames = new ArrayList<>();
  private final List<byte[]> slices = new ArrayList<>();

  private H264Packetizer() {}

  /**
   * The track of an Annex B stream.
   *
   * @throws IllegalArgumentException when it has B-frames or data partitions, changes its parameter
   *     sets, or does not begin with an IDR picture
   */
  static Track track(byte[] annexB, int framesPerSecond) {
    if (framesPerSecond < 1 || CLOCK_RATE % framesPerSecond != 0) {
      throw new IllegalArgumentException(
          "a frame rate is a divisor of " + CLOCK_RATE + ", not " + framesPerSecond);
    }
    var packetizer = new H264Packetizer();
    AnnexB.nalUnits(annexB).forEach(packetizer::add);
    packetizer.endAccessUnit();
    return new Track(
        "video",
        PAYLOAD_TYPE,
        "H264/" + CLOCK_RATE,
        packetizer.fmtp(),
        CLOCK_RATE,
        CLOCK_RATE / framesPerSecond,
        packetizer.frames);
  }

  private void add(byte[] nal) {
    switch (nal[0] & 0x1f) {
      case NAL_SPS -> sps = only("SPS", sps, nal);
      case NAL_PPS -> pps = only("PPS", pps, nal);
      case NAL_SLICE, NAL_IDR -> addSlice(nal);
      case 2, 3, 4 -> throw new IllegalArgumentException("data partitions are not supported");
      default -> {} // A delimiter, SEI or filler: a reader does not miss it.
    }
  }

  private static byte[] only(String what, byte @Nullable [] known, byte[] nal) {
    if (known != null && !java.util.Arrays.equals(known, nal)) {
      throw new IllegalArgumentException("more than one " + what);
    }
    return nal;
  }

  /** ITU-T H.264 section 7.3.3: a slice header begins with first_mb_in_slice and slice_type. */
  private void addSlice(byte[] nal) {
    var bits = new ExpGolombReader(nal, 1);
    int firstMacroblock = bits.next();
    int sliceType = bits.next() % 5;
    if (sliceType == 1) {
      throw new IllegalArgumentException("B-frames are not supported");
    }
    if (firstMacroblock == 0) {
      endAccessUnit();
    }
    slices.add(nal);
  }

  private void endAccessUnit() {
    if (slices.isEmpty()) {
      return;
    }
    boolean idr = (slices.getFirst()[0] & 0x1f) == NAL_IDR;
    var payloads = new ArrayList<byte[]>();
    if (idr) {
      payloads.add(present("SPS", sps));
      payloads.add(present("PPS", pps));
    }
    slices.forEach(slice -> pack(slice, payloads));
    frames.add(new Frame(payloads, idr));
    slices.clear();
  }

  static void pack(byte[] nal, List<byte[]> payloads) {
    if (nal.length <= Frame.MAX_PAYLOAD_BYTES) {
      payloads.add(nal);
      return;
    }
    int at = 1;
    while (at < nal.length) {
      int size = Math.min(Frame.MAX_PAYLOAD_BYTES - FU_HEADERS_BYTES, nal.length - at);
      byte[] fragment = new byte[FU_HEADERS_BYTES + size];
      fragment[0] = (byte) ((nal[0] & 0xe0) | FU_A);
      fragment[1] = (byte) (nal[0] & 0x1f);
      if (at == 1) {
        fragment[1] |= (byte) FU_START;
      }
      if (at + size == nal.length) {
        fragment[1] |= (byte) FU_END;
      }
      System.arraycopy(nal, at, fragment, FU_HEADERS_BYTES, size);
      payloads.add(fragment);
      at += size;
    }
  }

  /** RFC 6184 section 8.1; profile-level-id is the three bytes behind the SPS's header. */
  private String fmtp() {
    byte[] first = present("SPS", sps);
    if (first.length < 4) {
      throw new IllegalArgumentException("an SPS of " + first.length + " bytes");
    }
    var base64 = Base64.getEncoder();
    return "packetization-mode=1;profile-level-id="
        + HexFormat.of().withUpperCase().formatHex(first, 1, 4)
        + ";sprop-parameter-sets="
        + base64.encodeToString(first)
        + ","
        + base64.encodeToString(present("PPS", pps));
  }

  private static byte[] present(String what, byte @Nullable [] parameterSet) {
    if (parameterSet == null) {
      throw new IllegalArgumentException("no " + what + " before the first IDR picture");
    }
    return parameterSet;
  }
}
