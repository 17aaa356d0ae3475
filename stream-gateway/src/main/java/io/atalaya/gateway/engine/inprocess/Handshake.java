package io.atalaya.gateway.engine.inprocess;

import io.atalaya.contract.source.SourceUrl;
import io.atalaya.media.rtsp.MalformedRtspException;
import io.atalaya.media.rtsp.RtspResponse;
import io.atalaya.media.rtsp.SessionHeader;
import io.atalaya.media.rtsp.TransportHeader;
import io.atalaya.media.sdp.MalformedSdpException;
import io.atalaya.media.sdp.SessionDescription;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * From a connection to a stream that plays: OPTIONS is not asked, since cameras without it are as
 * many as cameras that need it. One thread.
 *
 * <p>A camera may call itself by another address than ours for it, behind a translating router as a
 * rule: what it tells of its streams is asked for at the address that was checked, on the same
 * connection, and signed for that.
 */
final class Handshake {
  private final RtspConnection connection;
  private final Dialogue dialogue;
  private final SourceUrl source;
  private final Deadline deadline;
  private final Duration answer;
  private String controlBase;
  private Optional<SessionHeader> session = Optional.empty();
  private boolean setUp;

  /**
   * Of one source.
   *
   * @param deadline of all of it
   * @param answer each answer's
   */
  Handshake(
      RtspConnection connection,
      Dialogue dialogue,
      SourceUrl source,
      Deadline deadline,
      Duration answer) {
    this.connection = connection;
    this.dialogue = dialogue;
    this.source = source;
    this.deadline = deadline;
    this.answer = answer;
    this.controlBase = source.at(source.host());
  }

  /** What the camera has. */
  SessionDescription describe()
      throws FailedRunException, RedirectedException, IOException, InterruptedException {
    RtspResponse response = ask("DESCRIBE", controlBase, Map.of("Accept", "application/sdp"));
    response
        .headers()
        .first("content-base")
        .or(() -> response.headers().first("content-location"))
        .filter(Handshake::isAbsolute)
        .ifPresent(base -> controlBase = atOurAddress(base));
    try {
      SessionDescription description = SessionDescription.parse(response.body());
      description
          .control()
          .filter(Handshake::isAbsolute)
          .ifPresent(control -> controlBase = atOurAddress(control));
      return description;
    } catch (MalformedSdpException e) {
      throw Dialogue.violation(
          "The camera describes itself in a way that cannot be read: " + e.getMessage());
    }
  }

  /** Sets a track up, with that {@code Transport}; answers what the camera made of it. */
  TransportHeader setUp(Tracks.Chosen track, String transport)
      throws FailedRunException, RedirectedException, IOException, InterruptedException {
    RtspResponse response =
        ask("SETUP", trackUri(track.media().control().orElse("")), Map.of("Transport", transport));
    setUp = true;
    Optional<String> header = response.headers().first("session");
    if (header.isPresent() && session.isEmpty()) {
      try {
        SessionHeader begun = SessionHeader.parse(header.get());
        session = Optional.of(begun);
        connection.session(begun.id());
      } catch (MalformedRtspException e) {
        throw Dialogue.violation("The camera's session cannot be used: " + e.getMessage());
      }
    }
    return TransportHeader.parse(response.headers().first("transport").orElse(""));
  }

  void play() throws FailedRunException, RedirectedException, IOException, InterruptedException {
    RtspResponse _ = ask("PLAY", controlBase, Map.of("Range", "npt=0.000-"));
  }

  /** What keeps the session that plays alive. */
  Keepalive keepalive() {
    return new Keepalive(
        dialogue,
        controlBase,
        session.map(SessionHeader::keepalive).orElse(Duration.ofSeconds(30)));
  }

  /** Ends what was set up, if anything. */
  void tearDown(Duration atMost) {
    if (setUp) {
      dialogue.farewell(controlBase, atMost);
    }
  }

  private RtspResponse ask(String method, String target, Map<String, String> headers)
      throws FailedRunException, RedirectedException, IOException, InterruptedException {
    return dialogue.ask(method, target, headers, deadline.orIn(answer));
  }

  /** RFC 2326, C.1.1; a control with a base of its own wins. */
  private String trackUri(String control) {
    if (control.isEmpty() || control.equals("*")) {
      return controlBase;
    }
    return isAbsolute(control)
        ? atOurAddress(control)
        : controlBase + (controlBase.endsWith("/") ? "" : "/") + control;
  }

  private static boolean isAbsolute(String uri) {
    return uri.regionMatches(true, 0, "rtsp://", 0, 7)
        || uri.regionMatches(true, 0, "rtsps://", 0, 8);
  }

  /** As it is written, where it names the door we came through; else the same path there. */
  private String atOurAddress(String uri) {
    String rest = uri.substring(uri.indexOf("://") + 3);
    String authority = rest.split("[/?]", 2)[0];
    String ours = source.host().indexOf(':') >= 0 ? "[" + source.host() + "]" : source.host();
    if (authority.equalsIgnoreCase(ours + ":" + source.port())) {
      return uri;
    }
    SourceUrl there =
        new SourceUrl(
            source.secure(),
            Optional.empty(),
            source.host(),
            source.port(),
            rest.substring(authority.length()));
    return there.at(source.host());
  }
}
