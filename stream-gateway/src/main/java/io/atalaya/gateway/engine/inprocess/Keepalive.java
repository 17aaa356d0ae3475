package io.atalaya.gateway.engine.inprocess;

import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.media.rtsp.RtspResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Tells a camera again and again that we are there, without ever waiting for its answer.
 *
 * <p>The first time, at once, it asks with OPTIONS what the camera understands. From then on it
 * uses the first of {@link #PREFERRED} that the camera says it has (RFC 2326, 10.8: GET_PARAMETER
 * without a body is made for this), and that it has not refused. One that says nothing goes on
 * hearing OPTIONS. One thread at a time.
 */
final class Keepalive {
  private static final List<String> PREFERRED =
      List.of("GET_PARAMETER", "OPTIONS", "SET_PARAMETER");

  private static final int UNAUTHORIZED = 401;
  private static final int SESSION_NOT_FOUND = 454;

  private final Dialogue dialogue;
  private final String uri;
  private final Duration every;
  private final List<String> left = new ArrayList<>(PREFERRED);
  private String method = "OPTIONS";
  private boolean begun;
  private boolean signedAgain;
  private long saidNanos;

  Keepalive(Dialogue dialogue, String uri, Duration every) {
    this.dialogue = dialogue;
    this.uri = uri;
    this.every = every;
  }

  /** Says so, if it is time. */
  void sweep(long nowNanos) throws IOException {
    if (!begun || nowNanos - saidNanos >= every.toNanos()) {
      begun = true;
      signedAgain = false;
      saidNanos = nowNanos;
      dialogue.send(method, uri);
    }
  }

  /**
   * Takes the camera's answer.
   *
   * @throws FailedRunException when the camera knows the session no more
   */
  void heard(RtspResponse response) throws IOException, FailedRunException {
    if (response.isOk()) {
      dialogue.heard(response);
      response.headers().first("public").ifPresent(this::understood);
    } else if (response.status() == SESSION_NOT_FOUND) {
      throw new FailedRunException(
          new IngestFailure.Unreachable("The camera has ended the session."));
    } else if (response.status() == UNAUTHORIZED) {
      if (!signedAgain && dialogue.answers(response)) {
        signedAgain = true;
        dialogue.send(method, uri);
      }
    } else if (left.remove(method) && !left.isEmpty()) {
      method = left.getFirst();
      dialogue.send(method, uri);
    }
  }

  private void understood(String methods) {
    List<String> told =
        Stream.of(methods.split(",", 64)).map(m -> m.strip().toUpperCase(Locale.ROOT)).toList();
    left.stream().filter(told::contains).findFirst().ifPresent(first -> method = first);
  }
}
