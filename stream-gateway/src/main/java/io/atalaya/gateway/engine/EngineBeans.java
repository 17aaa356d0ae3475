package io.atalaya.gateway.engine;

import io.atalaya.gateway.engine.ffmpeg.FfmpegEngine;
import io.atalaya.gateway.engine.ffmpeg.FfmpegOptions;
import io.atalaya.gateway.engine.inprocess.InprocessEngine;
import io.atalaya.gateway.engine.inprocess.InprocessOptions;
import io.atalaya.gateway.platform.GatewayConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/** The engines this gateway has; the higher its priority, the sooner one is asked. */
@Dependent
class EngineBeans {
  @Produces
  @Singleton
  @Priority(2)
  MediaEngine inprocess(InstantSource clock, SecureRandom random) {
    return new InprocessEngine(InprocessOptions.usual(), clock, random);
  }

  @Produces
  @Singleton
  @Priority(1)
  MediaEngine ffmpeg(FfmpegOptions options, InstantSource clock) {
    return new FfmpegEngine(options, clock);
  }

  @Produces
  @Singleton
  FfmpegOptions ffmpegOptions(GatewayConfig config) {
    return FfmpegOptions.of(config.ffmpeg(), config.ffmpegLibraryPath());
  }
}
