package io.atalaya.gateway.delivery;

import io.atalaya.media.live.LiveSnapshot;
import io.atalaya.media.live.Registration;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for the stream without a thread. It ends once, on its own event loop: by the
 * stream, by the session's end, by the deadline, or by the viewer's leaving; whichever it is,
 * nothing stays behind with the stream, the session or the timer wheel.
 */
final class HeldRequest {
  /** How the wait ended. */
  enum Outcome {
    /** What was waited for is there, or the session is over, which it says itself. */
    READY,
    TIMED_OUT
  }

  /** What happens then, on the event loop. Not called when the viewer has left. */
  @FunctionalInterface
  interface Then {
    void go(Outcome outcome);
  }

  private final Vertx vertx;
  private final Context loop;
  private final Then then;
  private boolean done;
  private long timer;
  private @Nullable Registration withStream;
  private @Nullable Registration withSession;

  private HeldRequest(Vertx vertx, Then then) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.then = then;
  }

  /** Called on the request's event loop. */
  static void hold(
      Vertx vertx,
      HttpServerResponse response,
      ViewingSession session,
      Predicate<LiveSnapshot> until,
      Duration deadline,
      Then then) {
    var held = new HeldRequest(vertx, then);
    held.timer = vertx.setTimer(deadline.toMillis(), _ -> held.finish(Outcome.TIMED_OUT));
    response.closeHandler(_ -> held.leave());
    held.withStream = session.feed().live().await(until, _ -> held.finishSoon());
    held.withSession = session.onEnd(held::finishSoon);
  }

  private void finishSoon() {
    loop.runOnContext(_ -> finish(Outcome.READY));
  }

  private void finish(Outcome outcome) {
    if (leave()) {
      then.go(outcome);
    }
  }

  /** Whether this was the first to end it. */
  private boolean leave() {
    if (done) {
      return false;
    }
    done = true;
    vertx.cancelTimer(timer);
    for (Registration registration : new Registration[] {withStream, withSession}) {
      if (registration != null) {
        registration.close();
      }
    }
    return true;
  }
}
