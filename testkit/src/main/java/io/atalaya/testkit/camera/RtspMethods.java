package io.atalaya.testkit.camera;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** Answers requests: RFC 2326 section 10, the sign-in and the faults. One thread. */
final class RtspMethods {
  private static final String PUBLIC =
      "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER, SET_PARAMETER";

  private final Map<String, LiveCamera> cameras;
  private final UdpPorts udp;
  private final Pacer pacer;
  private final PacketBatch batch = new PacketBatch();
  private final RandomGenerator random;

  RtspMethods(Map<String, LiveCamera> cameras, UdpPorts udp, Pacer pacer, RandomGenerator random) {
    this.cameras = cameras;
    this.udp = udp;
    this.pacer = pacer;
    this.random = random;
  }

  /** What a URI names: a camera, or one of its tracks. */
  private record Target(LiveCamera camera, OptionalInt track) {}

  /** One request with all that is known of it. */
  private record Call(Connection connection, RtspRequest request, Target target, long nowNanos) {
    LiveCamera camera() {
      return target.camera();
    }

    boolean isAggregate() {
      return target.track().isEmpty();
    }

    Optional<RtspSession> session() {
      return request
          .sessionId()
          .flatMap(connection::session)
          .filter(session -> session.camera() == target.camera());
    }
  }

  /** The answer; empty when the connection was reset instead. */
  Optional<RtspResponse> handle(Connection connection, RtspRequest request, long nowNanos) {
    if (request.cseq().isEmpty()) {
      return Optional.of(RtspResponse.of(RtspStatus.BAD_REQUEST));
    }
    if (request.header("require").isPresent()) {
      return Optional.of(
          RtspResponse.of(RtspStatus.OPTION_NOT_SUPPORTED)
              .header("Unsupported", request.header("require").orElseThrow()));
    }
    request.sessionId().flatMap(connection::session).ifPresent(session -> session.heard(nowNanos));
    Optional<Target> target = find(request.path());
    if (target.isPresent()) {
      connection.names(target.get().camera());
      if (target.get().camera().has(Fault.Lasting.REFUSE)) {
        connection.reset();
        return Optional.empty();
      }
    }
    if (request.method().equals("OPTIONS")) {
      return Optional.of(RtspResponse.ok().header("Public", PUBLIC));
    }
    return Optional.of(
        target
            .map(found -> pass(new Call(connection, request, found, nowNanos)))
            .orElseGet(() -> RtspResponse.of(RtspStatus.NOT_FOUND)));
  }

  private Optional<Target> find(String path) {
    LiveCamera exact = cameras.get(path);
    if (exact != null) {
      return Optional.of(new Target(exact, OptionalInt.empty()));
    }
    int slash = path.lastIndexOf('/');
    LiveCamera camera = slash < 0 ? null : cameras.get(path.substring(0, slash));
    if (camera == null) {
      return Optional.empty();
    }
    String control = path.substring(slash + 1);
    for (int i = 0; i < camera.camera().clip().tracks().size(); i++) {
      if (SessionDescription.control(i).equals(control)) {
        return Optional.of(new Target(camera, OptionalInt.of(i)));
      }
    }
    return Optional.empty();
  }

  /** Lets the request through the camera's faults and its sign-in. */
  private RtspResponse pass(Call call) {
    if (call.camera().has(Fault.Lasting.NOT_FOUND)) {
      return RtspResponse.of(RtspStatus.NOT_FOUND);
    }
    Camera camera = call.camera().camera();
    boolean locked = call.camera().has(Fault.Lasting.UNAUTHORIZED);
    if (!locked && camera.credentials().isEmpty()) {
      return answer(call);
    }
    Credentials credentials = camera.credentials().orElseGet(() -> new Credentials("nobody", ""));
    Door door = new Door(credentials, camera.authentication(), call.connection().nonce());
    Door.Verdict verdict = door.judge(call.request());
    if (locked && verdict != Door.Verdict.MISSING) {
      verdict = Door.Verdict.WRONG;
    }
    return switch (verdict) {
      case PASSED -> answer(call);
      case MISSING -> unauthorized(door.challenge(false));
      case STALE -> unauthorized(door.challenge(true));
      case WRONG -> {
        call.camera().signInRejected();
        yield unauthorized(door.challenge(false));
      }
    };
  }

  private static RtspResponse unauthorized(String challenge) {
    return RtspResponse.of(RtspStatus.UNAUTHORIZED).header("WWW-Authenticate", challenge);
  }

  private RtspResponse answer(Call call) {
    return switch (call.request().method()) {
      case "DESCRIBE" -> describe(call);
      case "SETUP" -> setup(call);
      case "PLAY" -> call.session().map(session -> play(call, session)).orElseGet(this::noSession);
      case "TEARDOWN" ->
          call.session().map(session -> teardown(call, session)).orElseGet(this::noSession);
      case "GET_PARAMETER", "SET_PARAMETER" -> parameter(call);
      default -> RtspResponse.of(RtspStatus.NOT_IMPLEMENTED).header("Public", PUBLIC);
    };
  }

  private RtspResponse noSession() {
    return RtspResponse.of(RtspStatus.SESSION_NOT_FOUND);
  }

  private static RtspResponse describe(Call call) {
    if (!call.isAggregate()) {
      return RtspResponse.of(RtspStatus.ONLY_AGGREGATE_OPERATION_ALLOWED);
    }
    try {
      String address = call.connection().local().getAddress().getHostAddress();
      return RtspResponse.ok()
          .header("Content-Base", aggregateUri(call.request().uri()) + "/")
          .body("application/sdp", SessionDescription.of(call.camera().camera(), address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String aggregateUri(String uri) {
    String withoutQuery = uri.split("[?#]", 2)[0];
    return withoutQuery.endsWith("/")
        ? withoutQuery.substring(0, withoutQuery.length() - 1)
        : withoutQuery;
  }

  // SETUP, RFC 2326 section 10.4.

  private RtspResponse setup(Call call) {
    if (call.camera().has(Fault.Lasting.BUSY)) {
      return RtspResponse.of(RtspStatus.NOT_ENOUGH_BANDWIDTH);
    }
    List<Track> tracks = call.camera().camera().clip().tracks();
    if (call.isAggregate() && tracks.size() > 1) {
      return RtspResponse.of(RtspStatus.AGGREGATE_OPERATION_NOT_ALLOWED);
    }
    int trackIndex = call.target().track().orElse(0);
    Optional<RtspSession> existing = call.session();
    if (call.request().sessionId().isPresent() && existing.isEmpty()) {
      return noSession();
    }
    if (existing.filter(session -> session.isPlaying() || session.has(trackIndex)).isPresent()) {
      return RtspResponse.of(RtspStatus.METHOD_NOT_VALID_IN_THIS_STATE);
    }
    if (existing.isEmpty() && call.connection().sessionCount() >= Connection.MAX_SESSIONS) {
      return RtspResponse.of(RtspStatus.NOT_ENOUGH_BANDWIDTH);
    }
    return TransportOffer.choose(
            call.request().header("transport").orElse(""), call.camera().camera().transports())
        .map(offer -> setup(call, existing.orElseGet(() -> newSession(call)), trackIndex, offer))
        .orElseGet(() -> RtspResponse.of(RtspStatus.UNSUPPORTED_TRANSPORT));
  }

  private RtspSession newSession(Call call) {
    String id = "%016x".formatted(random.nextLong());
    var session = new RtspSession(id, call.camera(), call.connection(), call.nowNanos());
    call.connection().add(session);
    return session;
  }

  private RtspResponse setup(Call call, RtspSession session, int trackIndex, TransportOffer offer) {
    MediaPath path = path(call, session, offer);
    Track track = call.camera().camera().clip().tracks().get(trackIndex);
    var sender = new TrackSender(call.camera(), track, path, random);
    session.add(trackIndex, sender);
    String transport =
        switch (path) {
          case MediaPath.Interleaved tcp ->
              "RTP/AVP/TCP;unicast;interleaved=%d-%d"
                  .formatted(tcp.rtpChannel(), tcp.rtpChannel() + 1);
          case MediaPath.Datagrams datagrams ->
              "RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d"
                  .formatted(
                      datagrams.rtpTarget().getPort(),
                      datagrams.rtcpTarget().getPort(),
                      udp.rtpPort(),
                      udp.rtpPort() + 1);
        };
    return RtspResponse.ok()
        .header("Transport", transport + ";ssrc=%08X;mode=\"PLAY\"".formatted(sender.ssrc()))
        .header("Session", session.header());
  }

  /** Datagrams go to where the request came from and nowhere else, whatever it asks for. */
  private MediaPath path(Call call, RtspSession session, TransportOffer offer) {
    return switch (offer) {
      case TransportOffer.Interleaved(var wanted) -> {
        var channels = wanted.map(OptionalInt::of).orElseGet(OptionalInt::empty);
        int first = call.connection().takeChannels(channels);
        yield new MediaPath.Interleaved(call.connection(), first, batch);
      }
      case TransportOffer.Datagrams(int rtpPort, int rtcpPort) -> {
        try {
          var client = call.connection().remote().getAddress();
          var rtcpAddress = new java.net.InetSocketAddress(client, rtcpPort);
          udp.listenTo(rtcpAddress, session);
          yield new MediaPath.Datagrams(
              udp,
              new java.net.InetSocketAddress(client, rtpPort),
              rtcpAddress,
              call.camera()::losesPacket);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  // What sessions are asked for.

  private RtspResponse play(Call call, RtspSession session) {
    if (!call.isAggregate() && session.trackCount() > 1) {
      return RtspResponse.of(RtspStatus.ONLY_AGGREGATE_OPERATION_ALLOWED);
    }
    RtspResponse response =
        RtspResponse.ok().header("Session", session.header()).header("Range", "npt=now-");
    if (session.isPlaying()) {
      return response;
    }
    String uri = aggregateUri(call.request().uri());
    String aggregate = call.isAggregate() ? uri : uri.substring(0, uri.lastIndexOf('/'));
    return response.header(
        "RTP-Info", String.join(",", session.play(aggregate, pacer, call.nowNanos())));
  }

  private static RtspResponse teardown(Call call, RtspSession session) {
    if (!call.isAggregate() && session.trackCount() > 1) {
      return RtspResponse.of(RtspStatus.ONLY_AGGREGATE_OPERATION_ALLOWED);
    }
    call.camera().tornDown();
    call.connection().end(session);
    return RtspResponse.ok();
  }

  /** A sign of life; the simulator has no parameters to read or set. */
  private RtspResponse parameter(Call call) {
    if (call.request().sessionId().isEmpty()) {
      return RtspResponse.ok();
    }
    return call.session()
        .map(session -> RtspResponse.ok().header("Session", session.header()))
        .orElseGet(this::noSession);
  }
}
