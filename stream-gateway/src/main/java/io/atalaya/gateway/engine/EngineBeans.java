package io.atalaya.gateway.engine;

import io.atalaya.gateway.engine.ffmpeg.FfmpegEngine;
import io.atalaya.gateway.engine.ffmpeg.FfmpegOptions;
import io.atalaya.gateway.platform.GatewayConfig;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The engines this gateway has. */
@Dependent
class EngineBeans {
  @Produces
  @Singleton
  MediaEngine ffmpeg(GatewayConfig config, InstantSource clock) {
    return new FfmpegEngine(FfmpegOptions.of(config.ffmpeg(), config.ffmpegLibraryPath()), clock);
  }
}
