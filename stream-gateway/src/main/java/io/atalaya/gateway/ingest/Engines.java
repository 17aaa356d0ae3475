package io.atalaya.gateway.ingest;

import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.gateway.engine.MediaEngine;
import io.atalaya.gateway.engine.StreamSpec;
import io.atalaya.gateway.engine.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The engines of this gateway, preferred one first. */
public final class Engines {
  private final List<MediaEngine> engines;

  public Engines(List<MediaEngine> engines) {
    this.engines = List.copyOf(engines);
  }

  /** Which engine is to pull a stream. */
  sealed interface Pick {
    /**
     * This one.
     *
     * @param why the preferred ones were passed over, a sentence each; empty when none was
     */
    record Taken(MediaEngine engine, Optional<String> why) implements Pick {}

    /**
     * None of those that may.
     *
     * @param why a sentence of each
     */
    record None(String why) implements Pick {}
  }

  /** The first engine of that choice that supports the stream. */
  Pick pick(EngineChoice choice, StreamSpec spec) {
    var passedOver = new ArrayList<String>();
    for (MediaEngine engine : engines) {
      if (matches(engine, choice)) {
        switch (engine.supports(spec)) {
          case Support.Supported() -> {
            return new Pick.Taken(engine, said(passedOver));
          }
          case Support.Unsupported(String reason) -> passedOver.add(reason);
        }
      }
    }
    return new Pick.None(said(passedOver).orElse("This video server has no such engine."));
  }

  private static Optional<String> said(List<String> reasons) {
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", reasons));
  }

  private static boolean matches(MediaEngine engine, EngineChoice choice) {
    return switch (choice) {
      case AUTO -> true;
      case INPROCESS, FFMPEG -> engine.name().equals(choice.toString());
    };
  }
}
