package io.atalaya.api.health;

import io.atalaya.api.Until;
import io.atalaya.api.platform.Database;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The loop, ticked by hand. */
@Singleton
public class Looks {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Database database;
  private final HealthLoop loop;
  private final GatewayWatch watch;
  private final Lanes lanes;

  Looks(Database database, HealthLoop loop, GatewayWatch watch, Lanes lanes) {
    this.database = database;
    this.loop = loop;
    this.watch = watch;
    this.lanes = lanes;
  }

  /** Every camera is looked at once, whenever it was due; and what nobody wants is taken away. */
  public void all() {
    database.acrossTenants(
        handle -> handle.execute("update camera_sync set due_at = clock_timestamp()"));
    due();
    lanes.all().forEach(watch::compare);
  }

  /** What is due is looked at, until nothing is, and nothing else is under way. */
  public void due() {
    do {
      for (var begun = loop.turn().begun(); !begun.isEmpty(); begun = loop.turn().begun()) {
        await(begun);
      }
      Until.holds("no sync is in flight", () -> number("claimed_until > clock_timestamp()") == 0);
    } while (number("due_at <= clock_timestamp()") > 0);
  }

  private int number(String condition) {
    return database.acrossTenants(handle ->
        handle
            .createQuery("select count(*) from camera_sync where " + condition)
            .mapTo(int.class)
            .one());
  }

  static void await(List<CompletableFuture<SyncResult>> syncs) {
    try {
      CompletableFuture.allOf(syncs.toArray(CompletableFuture[]::new))
          .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
