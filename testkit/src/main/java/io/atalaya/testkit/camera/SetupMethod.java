package io.atalaya.testkit.camera;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** SETUP (RFC 2326 section 10.4): makes sessions and adds tracks to them. One thread. */
final class SetupMethod {
  private final UdpPorts udp;
  private final RandomGenerator random;
  private final PacketBatch batch = new PacketBatch();

  SetupMethod(UdpPorts udp, RandomGenerator random) {
    this.udp = udp;
    this.random = random;
  }

  RtspResponse answer(Call call) {
    Optional<RtspSession> existing = call.session();
    Optional<RtspStatus> refusal = refusal(call, existing);
    if (refusal.isPresent()) {
      return RtspResponse.of(refusal.get());
    }
    return TransportOffer.choose(
            call.request().header("transport").orElse(""), call.camera().camera().transports())
        .map(offer -> setUp(call, existing.orElseGet(() -> newSession(call)), offer))
        .orElseGet(() -> RtspResponse.of(RtspStatus.UNSUPPORTED_TRANSPORT));
  }

  private static Optional<RtspStatus> refusal(Call call, Optional<RtspSession> existing) {
    if (call.camera().has(Fault.Lasting.BUSY)) {
      return Optional.of(RtspStatus.NOT_ENOUGH_BANDWIDTH);
    }
    if (call.isAggregate() && call.camera().tracks().size() > 1) {
      return Optional.of(RtspStatus.AGGREGATE_OPERATION_NOT_ALLOWED);
    }
    if (existing.isEmpty() && call.request().sessionId().isPresent()) {
      return Optional.of(RtspStatus.SESSION_NOT_FOUND);
    }
    if (existing.isEmpty() && call.connection().sessionCount() >= Connection.MAX_SESSIONS) {
      return Optional.of(RtspStatus.NOT_ENOUGH_BANDWIDTH);
    }
    return existing
        .filter(session -> session.isPlaying() || session.has(trackIndex(call)))
        .map(_ -> RtspStatus.METHOD_NOT_VALID_IN_THIS_STATE);
  }

  private static int trackIndex(Call call) {
    return call.track().orElse(0);
  }

  private RtspSession newSession(Call call) {
    String id = "%016x".formatted(random.nextLong());
    var session = new RtspSession(id, call.camera(), call.connection(), call.nowNanos());
    call.connection().add(session);
    return session;
  }

  private RtspResponse setUp(Call call, RtspSession session, TransportOffer offer) {
    MediaPath path =
        switch (offer) {
          case TransportOffer.Interleaved(OptionalInt wanted) ->
              new MediaPath.Interleaved(
                  call.connection(), call.connection().takeChannels(wanted), batch);
          case TransportOffer.Datagrams datagrams -> datagrams(call, session, datagrams);
        };
    Track track = call.camera().tracks().get(trackIndex(call));
    var sender = new TrackSender(call.camera(), track, path, random);
    session.add(trackIndex(call), sender);
    return RtspResponse.ok()
        .header("Transport", header(path) + ";ssrc=%08X;mode=\"PLAY\"".formatted(sender.ssrc()))
        .header("Session", session.header());
  }

  /** Datagrams go to where the request came from and nowhere else, whatever it asks for. */
  private MediaPath datagrams(Call call, RtspSession session, TransportOffer.Datagrams offer) {
    try {
      InetAddress client = call.connection().remote().getAddress();
      var rtp = new InetSocketAddress(client, offer.rtpPort());
      var rtcp = new InetSocketAddress(client, offer.rtcpPort());
      udp.listenTo(rtcp, session);
      return new MediaPath.Datagrams(udp, rtp, rtcp, call.camera()::losesPacket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String header(MediaPath path) {
    return switch (path) {
      case MediaPath.Interleaved tcp ->
          "RTP/AVP/TCP;unicast;interleaved=%d-%d".formatted(tcp.rtpChannel(), tcp.rtpChannel() + 1);
      case MediaPath.Datagrams datagrams ->
          "RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d"
              .formatted(
                  datagrams.rtpTarget().getPort(),
                  datagrams.rtcpTarget().getPort(),
                  udp.rtpPort(),
                  udp.rtpPort() + 1);
    };
  }
}
