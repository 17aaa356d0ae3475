package io.atalaya.gateway.engine.inprocess;

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
 * hearing OPTIONS. One that has refused all hears nothing more: as long as it sends media, what it
 * says of its sessions matters to nobody. One thread at a time.
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
  private boolean forgotten;
  private long saidNanos;

  Keepalive(Dialogue dialogue, String uri, Duration every) {
    this.dialogue = dialogue;
    this.uri = uri;
    this.every = every;
  }

  /** Says so, if it is time. */
  void sweep(long nowNanos) throws IOException {
    boolean due = !begun || nowNanos - saidNanos >= every.toNanos();
    if (due && !left.isEmpty()) {
      begun = true;
      signedAgain = false;
      saidNanos = nowNanos;
      dialogue.send(method, uri);
    }
  }

  /** Takes the camera's answer. */
  void heard(RtspResponse response) throws IOException {
    if (response.isOk()) {
      forgotten = false;
      dialogue.heard(response);
      response.headers().first("public").ifPresent(this::understood);
    } else if (response.status() == UNAUTHORIZED && !signedAgain && canSignAgain(response)) {
      signedAgain = true;
      dialogue.send(method, uri);
    } else {
      forgotten |= response.status() == SESSION_NOT_FOUND;
      refused();
    }
  }

  /** Whether the camera says that it knows the session no more. */
  boolean isForgotten() {
    return forgotten;
  }

  private boolean canSignAgain(RtspResponse response) {
    try {
      return dialogue.answers(response);
    } catch (FailedRunException _) {
      return false;
    }
  }

  private void refused() throws IOException {
    if (left.remove(method) && !left.isEmpty()) {
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
