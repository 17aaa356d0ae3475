package io.atalaya.testkit.camera;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What one simulated camera is. Immutable: every {@code with}-like method returns a changed copy.
 *
 * @param name the path of its URL without the leading slash, such as {@code acme/lobby}
 * @param clip what it plays, for ever
 * @param credentials who may watch; empty for everybody
 * @param authentication how they sign in, where there are credentials
 * @param transports the RTP transports it offers; the others are answered 461
 * @param phase how far the clip is ahead of the clock. With none, the clip's position is the time
 *     since the Unix epoch modulo the clip's length, so that the clock in the picture tells the
 *     latency of whatever shows it
 * @param sessionTimeout how long a session lives without a request or an RTCP report of its client
 */
public record Camera(
    String name,
    Clip clip,
    Optional<Credentials> credentials,
    Authentication authentication,
    Set<MediaTransport> transports,
    Duration phase,
    Duration sessionTimeout) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*");
  private static final int MAX_NAME_CHARS = 200;
  private static final Duration USUAL_SESSION_TIMEOUT = Duration.ofSeconds(60);

  public Camera {
    if (name.length() > MAX_NAME_CHARS || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a camera's path: '" + name + "'");
    }
    if (sessionTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("a session lives a second at least: " + sessionTimeout);
    }
    transports = Set.copyOf(transports);
  }

  /** An open camera that plays the {@code tiny} clip over TCP and UDP. */
  public static Camera named(String name) {
    return new Camera(
        name,
        Clip.bundled("tiny"),
        Optional.empty(),
        Authentication.DIGEST,
        Set.of(MediaTransport.values()),
        Duration.ZERO,
        USUAL_SESSION_TIMEOUT);
  }

  public Camera clip(Clip other) {
    return new Camera(name, other, credentials, authentication, transports, phase, sessionTimeout);
  }

  public Camera credentials(String username, String password) {
    var both = Optional.of(new Credentials(username, password));
    return new Camera(name, clip, both, authentication, transports, phase, sessionTimeout);
  }

  public Camera authentication(Authentication other) {
    return new Camera(name, clip, credentials, other, transports, phase, sessionTimeout);
  }

  public Camera transports(MediaTransport first, MediaTransport... rest) {
    var all = java.util.EnumSet.of(first, rest);
    return new Camera(name, clip, credentials, authentication, all, phase, sessionTimeout);
  }

  public Camera phase(Duration other) {
    return new Camera(name, clip, credentials, authentication, transports, other, sessionTimeout);
  }

  public Camera sessionTimeout(Duration other) {
    return new Camera(name, clip, credentials, authentication, transports, phase, other);
  }
}
