package io.atalaya.gateway.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.atalaya.contract.source.SourceUrl;
import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.MediaEngine;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.gateway.engine.SourceCheck;
import io.atalaya.gateway.engine.StreamSpec;
import io.atalaya.gateway.engine.Support;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnginesTest {
  private static final StreamSpec SPEC =
      new StreamSpec(
          new StreamKey(new TenantId("acme"), new CameraId("lobby")),
          SourceUrl.parse("rtsp://camera.test/live"),
          InetAddress.ofLiteral("192.0.2.1"),
          Transport.TCP,
          true,
          _ -> new SourceCheck.Verdict.Refused(new IngestFailure.SourceRefused("Nowhere else.")));

  private static final Support CAN = new Support.Supported();
  private static final Support CANNOT = new Support.Unsupported("Not with me.");
  private static final Support NEITHER = new Support.Unsupported("Nor with me.");

  private record Engine(String name, Support support) implements MediaEngine {
    @Override
    public Support supports(StreamSpec spec) {
      return support;
    }

    @Override
    public Exit run(StreamSpec spec, MediaSink sink) {
      return new Exit.SourceEnded();
    }
  }

  @Test
  void auto_takes_the_first_engine_that_supports_the_stream() {
    assertEquals(
        new Engines.Pick.Taken(new Engine("inprocess", CAN), Optional.empty()),
        pick(EngineChoice.AUTO, CAN, CAN));
  }

  @Test
  void auto_says_why_the_preferred_engine_was_passed_over() {
    assertEquals(
        new Engines.Pick.Taken(new Engine("ffmpeg", CAN), Optional.of("Not with me.")),
        pick(EngineChoice.AUTO, CANNOT, CAN));
  }

  @Test
  void a_choice_is_a_choice() {
    assertEquals(
        new Engines.Pick.Taken(new Engine("ffmpeg", CAN), Optional.empty()),
        pick(EngineChoice.FFMPEG, CAN, CAN));
  }

  @Test
  void a_choice_that_does_not_support_the_stream_is_no_other_engine_but_its_reason() {
    assertEquals(new Engines.Pick.None("Not with me."), pick(EngineChoice.INPROCESS, CANNOT, CAN));
  }

  @Test
  void without_any_engine_for_it_all_reasons_are_said() {
    assertEquals(
        new Engines.Pick.None("Not with me. Nor with me."),
        pick(EngineChoice.AUTO, CANNOT, NEITHER));
  }

  private static Engines.Pick pick(EngineChoice choice, Support inprocess, Support ffmpeg) {
    return new Engines(List.of(new Engine("inprocess", inprocess), new Engine("ffmpeg", ffmpeg)))
        .pick(choice, SPEC);
  }
}
