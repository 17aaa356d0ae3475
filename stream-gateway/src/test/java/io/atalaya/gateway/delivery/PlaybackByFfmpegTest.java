package io.atalaya.gateway.delivery;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.gateway.GatewayResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;

/** The same with the other engine: nobody can tell them apart. */
@QuarkusTest
@WithTestResource(GatewayResource.class)
@Tag("nightly")
class PlaybackByFfmpegTest extends PlaybackContract {
  @Override
  EngineChoice engine() {
    return EngineChoice.FFMPEG;
  }
}
