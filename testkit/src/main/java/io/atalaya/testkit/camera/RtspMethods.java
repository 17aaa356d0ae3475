package io.atalaya.testkit.camera;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Answers requests: RFC 2326 section 10, the sign-in and the faults. One thread. */
final class RtspMethods {
  private static final String PUBLIC =
      "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER, SET_PARAMETER";
  private static final Credentials NOBODY = new Credentials("nobody", "");

  private final Map<String, LiveCamera> cameras;
  private final Pacer pacer;
  private final SetupMethod setup;

  RtspMethods(Map<String, LiveCamera> cameras, UdpPorts udp, Pacer pacer, RandomGenerator random) {
    this.cameras = cameras;
    this.pacer = pacer;
    this.setup = new SetupMethod(udp, random);
  }

  /** The answer; empty when the connection was reset instead. */
  Optional<RtspResponse> handle(Connection connection, RtspRequest request, long nowNanos) {
    Optional<Call> call = Call.of(connection, request, cameras, nowNanos);
    if (call.isPresent()) {
      connection.names(call.get().camera());
      if (call.get().camera().has(Fault.Lasting.REFUSE)) {
        connection.reset();
        return Optional.empty();
      }
    }
    request.sessionId().flatMap(connection::session).ifPresent(session -> session.heard(nowNanos));
    return Optional.of(answer(request, call));
  }

  private RtspResponse answer(RtspRequest request, Optional<Call> call) {
    if (request.cseq().isEmpty()) {
      return RtspResponse.of(RtspStatus.BAD_REQUEST);
    }
    Optional<String> required = request.header("require");
    if (required.isPresent()) {
      return RtspResponse.of(RtspStatus.OPTION_NOT_SUPPORTED).header("Unsupported", required.get());
    }
    if (request.method().equals("OPTIONS")) {
      return RtspResponse.ok().header("Public", PUBLIC);
    }
    return call.filter(named -> !named.camera().has(Fault.Lasting.NOT_FOUND))
        .map(this::pass)
        .orElseGet(() -> RtspResponse.of(RtspStatus.NOT_FOUND));
  }

  /** Lets the request through the camera's sign-in. */
  private RtspResponse pass(Call call) {
    Camera camera = call.camera().camera();
    boolean locked = call.camera().has(Fault.Lasting.UNAUTHORIZED);
    if (!locked && camera.credentials().isEmpty()) {
      return answer(call);
    }
    Credentials credentials = camera.credentials().orElse(NOBODY);
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
      case "SETUP" -> setup.answer(call);
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
          .header("Content-Base", call.aggregateUri() + "/")
          .body("application/sdp", SessionDescription.of(call.camera().camera(), address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RtspResponse play(Call call, RtspSession session) {
    if (!call.isAggregate() && session.trackCount() > 1) {
      return RtspResponse.of(RtspStatus.ONLY_AGGREGATE_OPERATION_ALLOWED);
    }
    RtspResponse response =
        RtspResponse.ok().header("Session", session.header()).header("Range", "npt=now-");
    if (session.isPlaying()) {
      return response;
    }
    var rtpInfo = session.play(call.aggregateUri(), pacer, call.nowNanos());
    return response.header("RTP-Info", String.join(",", rtpInfo));
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
