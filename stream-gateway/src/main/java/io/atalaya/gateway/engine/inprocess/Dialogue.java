package io.atalaya.gateway.engine.inprocess;

import io.atalaya.contract.source.SourceUrl;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.media.rtsp.Authorization;
import io.atalaya.media.rtsp.Challenge;
import io.atalaya.media.rtsp.Credentials;
import io.atalaya.media.rtsp.MalformedRtspException;
import io.atalaya.media.rtsp.RtspResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks a camera, and signs in where it wants that. Credentials are shown after a challenge only; a
 * camera that refuses them is not asked again, because it counts. One that took them may want them
 * again with another nonce, as often as it likes, but not twice for one request. One thread at a
 * time.
 */
final class Dialogue {
  private static final int UNAUTHORIZED = 401;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 305, 307, 308);

  /** To one request: the first challenge, and a nonce that was stale at once. */
  private static final int MAX_CHALLENGES = 2;

  private final RtspConnection connection;
  private final SourceUrl source;
  private final RandomGenerator random;
  private @Nullable Challenge challenge;
  private @Nullable Authorization authorization;
  private boolean accepted;

  Dialogue(RtspConnection connection, SourceUrl source, RandomGenerator random) {
    this.connection = connection;
    this.source = source;
    this.random = random;
  }

  /** Asks until the camera is content, and hands out its answer if it is 2xx. */
  RtspResponse ask(String method, String target, Map<String, String> headers, Deadline deadline)
      throws FailedRunException, RedirectedException, IOException, InterruptedException {
    try {
      RtspResponse response = once(method, target, headers, deadline);
      for (int i = 0; i < MAX_CHALLENGES && response.status() == UNAUTHORIZED; i++) {
        if (source.credentials().isEmpty()) {
          throw new FailedRunException(
              new IngestFailure.CredentialsRejected(
                  "The camera wants a user name and a password."));
        }
        if (!answers(response)) {
          break;
        }
        response = once(method, target, headers, deadline);
      }
      return checked(response);
    } catch (MalformedRtspException e) {
      throw violation("What answers there is not an RTSP camera: " + e.getMessage() + ".");
    }
  }

  private RtspResponse once(
      String method, String target, Map<String, String> headers, Deadline deadline)
      throws FailedRunException, IOException, InterruptedException, MalformedRtspException {
    RtspResponse response =
        connection.request(method, target, authorized(method, target, headers), deadline);
    heard(response);
    return response;
  }

  /** Asks without waiting. */
  void send(String method, String target) throws IOException {
    connection.send(method, target, authorized(method, target, Map.of()));
  }

  /** Takes from an answer what it says of the next request (RFC 7615, 3). */
  void heard(RtspResponse response) {
    accepted |= response.isOk() && authorization != null;
    response
        .headers()
        .first("authentication-info")
        .flatMap(Challenge::nextNonce)
        .ifPresent(nonce -> {
          if (challenge instanceof Challenge.Digest digest) {
            sign(digest.withNonce(nonce));
          }
        });
  }

  /**
   * Gets ready to answer the challenge of a 401; false if that would only show the same credentials
   * again, or nothing is known to show.
   */
  boolean answers(RtspResponse response) throws FailedRunException {
    Optional<Challenge> offered = Challenge.best(response.headers().all("www-authenticate"));
    if (source.credentials().isEmpty()) {
      return false;
    }
    if (offered.isEmpty()) {
      throw violation("The camera wants a kind of sign-in that is not known here.");
    }
    Challenge next = offered.get();
    boolean stale = next instanceof Challenge.Digest digest && digest.stale();
    if (challenge != null && !stale && (!accepted || next.equals(challenge))) {
      return false;
    }
    sign(next);
    return true;
  }

  private void sign(Challenge next) {
    var credentials = source.credentials().orElseThrow();
    challenge = next;
    authorization =
        new Authorization(
            next, new Credentials(credentials.username(), credentials.password()), random);
  }

  /** Says goodbye and hears it out, for a moment. */
  void farewell(String target, Duration atMost) {
    Deadline deadline = Deadline.in(atMost);
    try {
      var _ = ask("TEARDOWN", target, Map.of(), deadline);
    } catch (IOException | FailedRunException | RedirectedException _) {
      // It was said; who does not answer will notice that we are gone.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
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
              new IngestFailure.Busy(
                  "The camera has no connection or bandwidth to spare.", retryAfter(response));
          case 404, 410, 454 -> new IngestFailure.Unreachable("The camera has no such stream.");
          case 461 ->
              new IngestFailure.ProtocolViolation("The camera does not send media this way.");
          default ->
              new IngestFailure.ProtocolViolation(
                  "The camera refuses to play, with status %d.".formatted(status));
        });
  }

  /** In seconds; a date, or nonsense, is as if it did not say (RFC 2326, 12.31). */
  private static Duration retryAfter(RtspResponse response) {
    return response
        .headers()
        .first("retry-after")
        .filter(seconds -> seconds.matches("[0-9]{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(Duration.ZERO);
  }

  static FailedRunException violation(String message) {
    return new FailedRunException(
        new IngestFailure.ProtocolViolation(message.endsWith(".") ? message : message + "."));
  }
}
