package io.atalaya.gateway.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine without a camera: each run plays the script of its source's host. Scripts may be
 * changed between runs.
 */
public final class FakeEngine implements MediaEngine {
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
  private final AtomicInteger running = new AtomicInteger();

  /** What a run does; ends like {@link MediaEngine#run}. */
  @FunctionalInterface
  public interface Script {
    Exit play(MediaSink sink) throws InterruptedException;
  }

  /** Sends pictures until it is interrupted. */
  public static Script playing() {
    return sink -> {
      FakeMedia media = new FakeMedia(sink);
      media.begin();
      while (true) {
        media.frame();
        Thread.sleep(FakeMedia.FRAME_MILLIS); // the camera's frame rate
      }
    };
  }

  /** Sends that many pictures and says goodbye. */
  public static Script ending(int frames) {
    return sink -> {
      FakeMedia media = new FakeMedia(sink);
      media.begin();
      for (int i = 0; i < frames; i++) {
        media.frame();
      }
      return new Exit.SourceEnded();
    };
  }

  /** Fails at once. */
  public static Script failing(IngestFailure failure) {
    return _ -> new Exit.Failed(failure);
  }

  public void script(String host, Script script) {
    scripts.put(host, script);
  }

  public int runs(String host) {
    return runs.getOrDefault(host, new AtomicInteger()).get();
  }

  public int running() {
    return running.get();
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Support supports(StreamSpec spec) {
    return scripts.containsKey(spec.source().host())
        ? new Support.Supported()
        : new Support.Unsupported("There is no script for " + spec.source().host() + ".");
  }

  @Override
  public Exit run(StreamSpec spec, MediaSink sink) throws InterruptedException {
    String host = spec.source().host();
    runs.computeIfAbsent(host, _ -> new AtomicInteger()).incrementAndGet();
    running.incrementAndGet();
    try {
      return scripts.get(host).play(sink);
    } finally {
      running.decrementAndGet();
    }
  }
}
