package io.atalaya.gateway.engine.inprocess;

import java.time.Duration;

/**
 * Deadlines, and the tick.
 *
 * @param answer how long a camera may take to connect, and for each answer
 * @param startup without anything whole to play: from PLAY to the first picture, and later on
 * @param stall between two packets of media
 * @param tick between two reads of one camera
 */
public record InprocessOptions(Duration answer, Duration startup, Duration stall, Duration tick) {
  /** A camera whose key frames are 10 s apart still starts in time. */
  public static InprocessOptions usual() {
    return new InprocessOptions(
        Duration.ofSeconds(5),
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        Duration.ofMillis(20));
  }
}
