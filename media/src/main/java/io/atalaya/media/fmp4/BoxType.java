package io.atalaya.media.fmp4;

/** Four-character codes as the integers they are on the wire. */
final class BoxType {
  static final int FTYP = of("ftyp");
  static final int MOOV = of("moov");
  static final int MVHD = of("mvhd");
  static final int TRAK = of("trak");
  static final int TKHD = of("tkhd");
  static final int MDIA = of("mdia");
  static final int MDHD = of("mdhd");
  static final int HDLR = of("hdlr");
  static final int MINF = of("minf");
  static final int STBL = of("stbl");
  static final int STSD = of("stsd");
  static final int MVEX = of("mvex");
  static final int TREX = of("trex");
  static final int MOOF = of("moof");
  static final int TRAF = of("traf");
  static final int TFHD = of("tfhd");
  static final int TFDT = of("tfdt");
  static final int TRUN = of("trun");
  static final int MDAT = of("mdat");

  static final int VIDEO_HANDLER = of("vide");
  static final int SOUND_HANDLER = of("soun");

  static final int AVC1 = of("avc1");
  static final int AVC3 = of("avc3");
  static final int HVC1 = of("hvc1");
  static final int HEV1 = of("hev1");
  static final int MP4A = of("mp4a");
  static final int OPUS = of("Opus");
  static final int AVCC = of("avcC");
  static final int HVCC = of("hvcC");
  static final int ESDS = of("esds");
  static final int DOPS = of("dOps");

  private BoxType() {}

  static int of(String code) {
    return code.charAt(0) << 24 | code.charAt(1) << 16 | code.charAt(2) << 8 | code.charAt(3);
  }

  /** For messages: what does not print becomes {@code ?}. */
  static String name(int type) {
    var name = new StringBuilder(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      int c = type >>> shift & 0xFF;
      name.append(c >= 0x20 && c < 0x7F ? (char) c : '?');
    }
    return name.toString();
  }
}
