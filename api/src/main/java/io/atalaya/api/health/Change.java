package io.atalaya.api.health;

import io.atalaya.api.health.HealthMoved.News;
import java.util.Optional;

/** What is new in a report. Pure. */
final class Change {
  private Change() {}

  /** Empty when the camera is as it was. */
  static Optional<HealthMoved> between(
      Optional<HealthReport> before, HealthReport after, HealthRules rules) {
    News news = before.map(report -> news(report.track(), after.track(), rules)).orElse(News.NONE);
    boolean same = before.map(report -> report.summary() == after.summary()).orElse(false);
    if (same && news == News.NONE) {
      return Optional.empty();
    }
    return Optional.of(
        new HealthMoved(
            after.key(),
            before.map(HealthReport::summary).orElse(null),
            after.summary(),
            after.reason(),
            after.message(),
            news,
            after.lastSyncAt()));
  }

  private static News news(Track before, Track after, HealthRules rules) {
    if (after.isFlapping(rules)) {
      return before.isFlapping(rules) ? News.NONE : News.BEGAN_FLAPPING;
    }
    boolean known = before.level() != Track.Level.NONE && before.level() != after.level();
    return switch (after.level()) {
      case UP -> known ? News.CAME_UP : News.NONE;
      case DOWN -> known ? News.WENT_DOWN : News.NONE;
      case NONE -> News.NONE;
    };
  }
}
