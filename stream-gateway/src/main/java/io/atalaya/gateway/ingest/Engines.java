package io.atalaya.gateway.ingest;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.gateway.engine.MediaEngine;
import io.atalaya.gateway.engine.StreamSpec;
import io.atalaya.gateway.engine.Support;
import java.util.List;
import java.util.Optional;

/** The engines of this gateway, preferred one first. */
public final class Engines {
  private final List<MediaEngine> engines;

  public Engines(List<MediaEngine> engines) {
    this.engines = List.copyOf(engines);
  }

  /** Whether there is an engine for such a choice at all. */
  public boolean has(EngineChoice choice) {
    return engines.stream().anyMatch(engine -> matches(engine, choice));
  }

  /** The first engine of that choice that supports the stream. */
  Optional<MediaEngine> pick(EngineChoice choice, StreamSpec spec) {
    return engines.stream()
        .filter(engine -> matches(engine, choice))
        .filter(engine -> engine.supports(spec) instanceof Support.Supported)
        .findFirst();
  }

  private static boolean matches(MediaEngine engine, EngineChoice choice) {
    return switch (choice) {
      case AUTO -> true;
      case INPROCESS, FFMPEG -> engine.name().equals(choice.toString());
    };
  }
}
