package io.atalaya.testkit.camera;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One request with all that is known of it.
 *
 * @param track the index of the track that the URI names; empty where it names the camera as a
 *     whole
 */
record Call(
    Connection connection,
    RtspRequest request,
    LiveCamera camera,
    OptionalInt track,
    long nowNanos) {

  /** The call of a request whose URI names one of the cameras, or one of a camera's tracks. */
  static Optional<Call> of(
      Connection connection, RtspRequest request, Map<String, LiveCamera> cameras, long nowNanos) {
    String path = request.path();
    LiveCamera exact = cameras.get(path);
    if (exact != null) {
      return Optional.of(new Call(connection, request, exact, OptionalInt.empty(), nowNanos));
    }
    int slash = path.lastIndexOf('/');
    LiveCamera camera = slash < 0 ? null : cameras.get(path.substring(0, slash));
    if (camera == null) {
      return Optional.empty();
    }
    String control = path.substring(slash + 1);
    for (int i = 0; i < camera.tracks().size(); i++) {
      if (SessionDescription.control(i).equals(control)) {
        return Optional.of(new Call(connection, request, camera, OptionalInt.of(i), nowNanos));
      }
    }
    return Optional.empty();
  }

  /** Whether the URI names the camera and not one of its tracks. */
  boolean isAggregate() {
    return track.isEmpty();
  }

  /** The session of the Session header, where it is one of this connection and camera. */
  Optional<RtspSession> session() {
    return request
        .sessionId()
        .flatMap(connection::session)
        .filter(session -> session.camera() == camera);
  }

  /** The URI of the camera as a whole, without a query and a slash at its end. */
  String aggregateUri() {
    String uri = request.uri().split("[?#]", 2)[0];
    uri = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    return isAggregate() ? uri : uri.substring(0, uri.lastIndexOf('/'));
  }
}
