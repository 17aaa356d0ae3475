package io.atalaya.media.golden;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.media.sdp.MediaDescription;
import io.atalaya.media.sdp.SessionDescription;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptions in the shape of real makers' cameras and servers. */
final class GoldenDescriptionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hikvision",
        "dahua",
        "axis",
        "reolink",
        "tapo",
        "wyze",
        "onvif-back-channel",
        "gstreamer",
        "ffmpeg",
        "live555",
      })
  void a_description_is_read_as_written_down(String maker) throws Exception {
    var description = SessionDescription.parse(new String(Golden.bytes(maker + ".sdp"), UTF_8));
    Golden.assertText(maker + ".txt", dump(description));
  }

  private static String dump(SessionDescription description) {
    var text = new StringBuilder("control ").append(description.control().orElse("-")).append('\n');
    for (MediaDescription media : description.media()) {
      text.append(
          "%s %d %s/%d/%d %s control %s\n"
              .formatted(
                  media.kind(),
                  media.payloadType(),
                  media.encoding(),
                  media.clockRate(),
                  media.channels(),
                  media.sends() ? "sends" : "receives",
                  media.control().orElse("-")));
      new TreeMap<>(media.parameters())
          .forEach((name, value) -> text.append("  %s = %s\n".formatted(name, value)));
    }
    return text.toString();
  }
}
