package io.atalaya.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class CodecTest {

  @Test
  void names_avc_by_profile_constraints_and_level() throws Exception {
    assertEquals("avc1.64001f", AvcConfig.parse(hex("0164001fffe1")).codec("avc1"));
    assertEquals("avc3.42c00d", AvcConfig.parse(hex("0142c00d")).codec("avc3"));
  }

  @Test
  void names_hevc_with_reversed_compatibility_and_without_trailing_zero_constraints()
      throws Exception {
    // The examples of ISO/IEC 14496-15, E.3 and of Apple's authoring specification.
    assertEquals(
        "hvc1.1.6.L93.b0", HevcConfig.parse(hex("010160000000b000000000005d")).codec("hvc1"));
    assertEquals(
        "hev1.2.4.H153.b0", HevcConfig.parse(hex("012220000000b0000000000099")).codec("hev1"));
    assertEquals(
        "hvc1.A1.6.L120", HevcConfig.parse(hex("01416000000000000000000078")).codec("hvc1"));
    assertEquals(
        "hvc1.1.6.L93.90.0.8", HevcConfig.parse(hex("0101600000009000080000005d")).codec("hvc1"));
  }

  @Test
  void names_aac_by_its_object_type_and_tells_rate_and_channels() throws Exception {
    var aac = AacConfig.parse(esds("1408")); // 00010 1000 0001 000: AAC-LC, 16 kHz, mono
    assertEquals(new AacConfig(2, 16_000, 1), aac);
    assertEquals("mp4a.40.2", aac.codec());
  }

  @Test
  void tells_how_many_channels_a_configuration_has() throws Exception {
    assertEquals(6, AacConfig.parseSpecific(hex("1430")).channels());
    assertEquals(8, AacConfig.parseSpecific(hex("1438")).channels());
    assertEquals(0, AacConfig.parseSpecific(hex("1440")).channels());
  }

  @Test
  void passes_over_the_optional_fields_of_a_descriptor() throws Exception {
    String optional = "E0" + "0007" + "03616263" + "0009";
    String esds = HexFormat.of().formatHex(esds("1408").array());
    String with = esds.substring(0, 22) + optional + esds.substring(24);
    assertEquals(AacConfig.parse(esds("1408")), AacConfig.parse(hex(with)));
  }

  @Test
  void reads_an_escaped_object_type_and_an_explicit_sample_rate() throws Exception {
    // 11111 001010 (42, xHE-AAC) 1111 000000000011111010000000 (16000) 0010 (2)
    assertEquals(new AacConfig(42, 16_000, 2), AacConfig.parse(esds("f95e007d0040")));
  }

  @Test
  void refuses_configurations_that_end_early_or_lie() {
    assertThrows(MalformedConfigException.class, () -> AvcConfig.parse(hex("016400")));
    assertThrows(MalformedConfigException.class, () -> AvcConfig.parse(hex("0264001f")));
    assertThrows(MalformedConfigException.class, () -> HevcConfig.parse(hex("0101600000")));
    assertThrows(MalformedConfigException.class, () -> AacConfig.parse(hex("00000000")));
    assertThrows(MalformedConfigException.class, () -> AacConfig.parse(esds("17")));
    // Sample rate index 13 is reserved.
    assertThrows(MalformedConfigException.class, () -> AacConfig.parse(esds("1688")));
    assertThrows(MalformedConfigException.class, () -> AacConfig.parse(hex("0000000003ffffffff")));
    // Written again, its descriptors' lengths would not fit.
    assertThrows(
        MalformedConfigException.class,
        () -> AacConfig.parseSpecific(hex("1408" + "00".repeat(103))));
  }

  @Test
  void converts_ticks_to_nanoseconds_without_overflow() {
    var track = new Track(1, Track.Kind.VIDEO, "avc1.64001f", 90_000, 1, 1, 0, 0);
    assertEquals(1_000_000_000L, track.nanos(90_000));
    assertEquals(11_111, track.nanos(1));
    long century = 100L * 366 * 86_400;
    assertEquals(century * 1_000_000_000L, track.nanos(century * 90_000));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Track(1, Track.Kind.VIDEO, "avc1.64001f", 0, 1, 1, 0, 0));
  }

  private static ByteBuffer esds(String audioSpecificConfig) {
    return hex(
        "00000000"
            + "0380808022"
            + "000100"
            + "0480808014"
            + "40"
            + "15000000"
            + "0000000000000000"
            + "0580808002"
            + audioSpecificConfig);
  }

  private static ByteBuffer hex(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }
}
