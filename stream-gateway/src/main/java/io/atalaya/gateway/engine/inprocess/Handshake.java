package io.atalaya.gateway.engine.inprocess;

import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.StreamSpec;
import io.atalaya.media.rtsp.Authorization;
import io.atalaya.media.rtsp.Challenge;
import io.atalaya.media.rtsp.Credentials;
import io.atalaya.media.rtsp.MalformedRtspException;
import io.atalaya.media.rtsp.RtspResponse;
import io.atalaya.media.rtsp.SessionHeader;
import io.atalaya.media.rtsp.TransportHeader;
import io.atalaya.media.sdp.MalformedSdpException;
import io.atalaya.media.sdp.SessionDescription;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * From a connection to a stream that plays: OPTIONS is not asked, since cameras without it are as
 * many as cameras that need it. Credentials are shown after a challenge only, and once: a camera
 * that refuses them is not asked again, because it counts. One thread.
 */
final class Handshake {
  private static final int UNAUTHORIZED = 401;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 305, 307, 308);

  private final RtspConnection connection;
  private final StreamSpec spec;
  private final RandomGenerator random;
  private final Duration answerDeadline;
  private final String uri;
  private @Nullable Authorization authorization;
  private String controlBase;
  private Optional<SessionHeader> session = Optional.empty();

  Handshake(
      RtspConnection connection, StreamSpec spec, RandomGenerator random, Duration answerDeadline) {
    this.connection = connection;
    this.spec = spec;
    this.random = random;
    this.answerDeadline = answerDeadline;
    this.uri = spec.source().at(spec.source().host());
    this.controlBase = uri;
  }

  /** What the camera has. */
  SessionDescription describe() throws FailedRunException, RedirectedException, IOException {
    RtspResponse response = ask("DESCRIBE", uri, Map.of("Accept", "application/sdp"));
    controlBase =
        response
            .headers()
            .first("content-base")
            .or(() -> response.headers().first("content-location"))
            .filter(base -> base.startsWith("rtsp"))
            .orElse(uri);
    try {
      SessionDescription description = SessionDescription.parse(response.body());
      controlBase = description.control().filter(c -> c.startsWith("rtsp")).orElse(controlBase);
      return description;
    } catch (MalformedSdpException e) {
      throw violation(
          "The camera describes itself in a way that cannot be read: " + e.getMessage());
    }
  }

  /** Sets a track up; answers the channel its packets come in. */
  int setUp(Tracks.Chosen track, int channel)
      throws FailedRunException, RedirectedException, IOException {
    var headers = new LinkedHashMap<String, String>();
    headers.put(
        "Transport", "RTP/AVP/TCP;unicast;interleaved=%d-%d".formatted(channel, channel + 1));
    RtspResponse response = ask("SETUP", trackUri(track.media().control().orElse("")), headers);
    Optional<String> header = response.headers().first("session");
    if (header.isPresent() && session.isEmpty()) {
      try {
        SessionHeader begun = SessionHeader.parse(header.get());
        session = Optional.of(begun);
        connection.session(begun.id());
      } catch (MalformedRtspException e) {
        throw violation("The camera's session cannot be used: " + e.getMessage());
      }
    }
    return response
        .headers()
        .first("transport")
        .flatMap(value -> TransportHeader.parse(value).interleaved())
        .orElse(channel);
  }

  void play() throws FailedRunException, RedirectedException, IOException {
    RtspResponse _ = ask("PLAY", controlBase, Map.of("Range", "npt=0.000-"));
  }

  /** How often the camera wants to hear of us. */
  Duration keepalive() {
    return session.map(SessionHeader::keepalive).orElse(Duration.ofSeconds(30));
  }

  /** Says that we are still there; without waiting for the answer. */
  void keepAlive() throws IOException {
    connection.send("OPTIONS", controlBase, authorized("OPTIONS", controlBase, Map.of()));
  }

  void tearDown(Duration atMost) {
    if (session.isPresent()) {
      connection.tearDown(controlBase, authorized("TEARDOWN", controlBase, Map.of()), atMost);
    }
  }

  /** RFC 2326, C.1.1; a control with a base of its own wins. */
  private String trackUri(String control) {
    if (control.isEmpty() || control.equals("*")) {
      return controlBase;
    }
    if (control.startsWith("rtsp://") || control.startsWith("rtsps://")) {
      return control;
    }
    return controlBase + (controlBase.endsWith("/") ? "" : "/") + control;
  }

  private RtspResponse ask(String method, String target, Map<String, String> headers)
      throws FailedRunException, RedirectedException, IOException {
    RtspResponse response = once(method, target, headers);
    if (response.status() == UNAUTHORIZED) {
      Optional<Challenge> challenge = Challenge.best(response.headers().all("www-authenticate"));
      boolean stale =
          challenge.filter(c -> c instanceof Challenge.Digest d && d.stale()).isPresent();
      if (authorization == null || stale) {
        authorization = answering(challenge);
        response = once(method, target, headers);
      }
    }
    return checked(response);
  }

  private Authorization answering(Optional<Challenge> challenge) throws FailedRunException {
    if (spec.source().credentials().isEmpty()) {
      throw new FailedRunException(
          new IngestFailure.CredentialsRejected("The camera wants a user name and a password."));
    }
    var credentials = spec.source().credentials().get();
    return new Authorization(
        challenge.orElseThrow(
            () -> violation("The camera wants a kind of sign-in that is not known here.")),
        new Credentials(credentials.username(), credentials.password()),
        random);
  }

  private RtspResponse once(String method, String target, Map<String, String> headers)
      throws FailedRunException, IOException {
    try {
      return connection.request(
          method, target, authorized(method, target, headers), answerDeadline);
    } catch (MalformedRtspException e) {
      throw violation("What answers there is not an RTSP camera: " + e.getMessage() + ".");
    } catch (SocketTimeoutException _) {
      throw new FailedRunException(new IngestFailure.Unreachable("The camera does not answer."));
    }
  }

  private Map<String, String> authorized(
      String method, String target, Map<String, String> headers) {
    Authorization current = authorization;
    if (current == null) {
      return headers;
    }
    var all = new LinkedHashMap<>(headers);
    all.put("Authorization", current.header(method, target));
    return all;
  }

  private static RtspResponse checked(RtspResponse response)
      throws FailedRunException, RedirectedException {
    if (response.isOk()) {
      return response;
    }
    int status = response.status();
    if (REDIRECTS.contains(status)) {
      throw new RedirectedException(response.headers().first("location").orElse(""));
    }
    throw new FailedRunException(
        switch (status) {
          case UNAUTHORIZED, 403 ->
              new IngestFailure.CredentialsRejected(
                  "The camera refuses the user name or the password.");
          case 453, 503 ->
              new IngestFailure.Busy("The camera has no connection or bandwidth to spare.");
          case 404, 410, 454 -> new IngestFailure.Unreachable("The camera has no such stream.");
          default ->
              new IngestFailure.ProtocolViolation(
                  "The camera refuses to play, with status %d.".formatted(status));
        });
  }

  private static FailedRunException violation(String message) {
    return new FailedRunException(
        new IngestFailure.ProtocolViolation(message.endsWith(".") ? message : message + "."));
  }
}
