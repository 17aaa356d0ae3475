package io.atalaya.gateway.engine.inprocess;

import io.atalaya.contract.gateway.Transport;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.gateway.engine.StreamSpec;
import io.atalaya.media.rtsp.TransportHeader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Sets the chosen tracks up, each on its way, and hands them to the pull. */
record TrackSetup(StreamSpec spec, RtspConnection connection, Handshake handshake, Pull pull) {
  /** What comes after the first may be refused without harm to that. */
  void all(List<Tracks.Chosen> chosen, MediaSink sink)
      throws FailedRunException, RedirectedException, IOException, InterruptedException {
    for (int i = 0; i < chosen.size(); i++) {
      Tracks.Chosen track = chosen.get(i);
      try {
        one(track, 2 * i);
      } catch (FailedRunException e) {
        if (i == 0 || !isOfTrack(e.failure())) {
          throw e;
        }
        sink.skipped(track.kind(), "The camera refuses to send its sound.");
      }
    }
  }

  private static boolean isOfTrack(IngestFailure failure) {
    return failure instanceof IngestFailure.ProtocolViolation
        || failure instanceof IngestFailure.Unreachable;
  }

  private void one(Tracks.Chosen track, int channel)
      throws FailedRunException, RedirectedException, IOException, InterruptedException {
    switch (way()) {
      case TCP -> {
        TransportHeader made = handshake.setUp(track, interleaved(channel));
        int told = made.interleaved().filter(pull::isFree).orElse(channel);
        pull.track(told, track, null);
      }
      case UDP -> {
        var pair = DatagramPair.open(connection.localAddress(), spec.address());
        pull.track(channel, track, pair);
        Optional<Integer> port = handshake.setUp(track, pair.transport()).serverPort();
        if (port.isPresent()) {
          pair.from(port.get());
        }
      }
    }
  }

  /** Inside TLS is everything: datagrams would be in the clear beside it. */
  private Transport way() {
    return spec.source().secure() ? Transport.TCP : spec.transport();
  }

  private static String interleaved(int channel) {
    return "RTP/AVP/TCP;unicast;interleaved=%d-%d".formatted(channel, channel + 1);
  }
}
