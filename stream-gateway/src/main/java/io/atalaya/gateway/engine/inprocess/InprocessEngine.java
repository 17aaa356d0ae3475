package io.atalaya.gateway.engine.inprocess;

import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.MediaEngine;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.gateway.engine.StreamSpec;
import io.atalaya.gateway.engine.Support;
import io.atalaya.media.codec.Track;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pulls cameras over RTSP with nothing but Java; see the package comment. */
public final class InprocessEngine implements MediaEngine {
  private static final Logger LOG = LoggerFactory.getLogger(InprocessEngine.class);
  private static final Duration GOODBYE = Duration.ofMillis(500);

  private final InprocessOptions options;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Sweeper sweeper;

  public InprocessEngine(InprocessOptions options, InstantSource clock, RandomGenerator random) {
    this.options = options;
    this.clock = clock;
    this.random = random;
    this.sweeper = new Sweeper("sweeper", options.tick());
  }

  @Override
  public String name() {
    return "inprocess";
  }

  @Override
  public Support supports(StreamSpec spec) {
    if (spec.source().secure()) {
      return new Support.Unsupported("RTSP inside TLS is not pulled in-process.");
    }
    return switch (spec.transport()) {
      case TCP -> new Support.Supported();
      case UDP -> new Support.Unsupported("RTP over UDP is not pulled in-process.");
    };
  }

  /** Runs now. */
  int running() {
    return sweeper.size();
  }

  @Override
  public Exit run(StreamSpec spec, MediaSink sink) throws InterruptedException {
    StreamSpec next = spec;
    try {
      for (int i = 0; i <= Redirects.MOST; i++) {
        try {
          return connect(next, sink);
        } catch (RedirectedException e) {
          next = Redirects.follow(next, e.location());
        }
      }
      return new Exit.Failed(
          new IngestFailure.SourceRefused(
              "The camera sends us on and on, from address to address."));
    } catch (FailedRunException e) {
      return failedUnlessInterrupted(e.failure());
    } catch (ConnectException _) {
      return failedUnlessInterrupted(
          new IngestFailure.Unreachable("The camera refuses the connection."));
    } catch (IOException e) {
      LOG.debug("{}: {}", spec.key(), e.getMessage());
      return failedUnlessInterrupted(
          new IngestFailure.Unreachable("The connection to the camera broke off."));
    }
  }

  /** When this returns, or throws, the connection is closed: there is one at a time. */
  private Exit connect(StreamSpec spec, MediaSink sink)
      throws FailedRunException, RedirectedException, IOException, InterruptedException {
    var address = new InetSocketAddress(spec.address(), spec.source().port());
    try (RtspConnection connection = RtspConnection.open(address, options.answer())) {
      var handshake = new Handshake(connection, spec, random, options.answer());
      return play(spec, sink, connection, handshake);
    }
  }

  /** An interrupt closes the channel it finds in use, which then looks like any other trouble. */
  private static Exit failedUnlessInterrupted(IngestFailure failure) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return new Exit.Failed(failure);
  }

  private Exit play(StreamSpec spec, MediaSink sink, RtspConnection connection, Handshake handshake)
      throws FailedRunException, RedirectedException, IOException, InterruptedException {
    Tracks tracks = Tracks.of(handshake.describe(), spec.audio());
    tracks.silence().ifPresent(reason -> sink.skipped(Track.Kind.AUDIO, reason));
    List<Tracks.Chosen> chosen = tracks.chosen();
    var pull =
        new Pull(new Pull.Parts(connection, handshake, sink, options, clock), System.nanoTime());
    connection.packetsTo(pull);
    try {
      for (int i = 0; i < chosen.size(); i++) {
        pull.track(handshake.setUp(chosen.get(i), 2 * i), chosen.get(i));
      }
      handshake.play();
      connection.handOver();
      sweeper.add(pull);
      return pull.exit().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a pull completes with a value only", e);
    } finally {
      end(pull);
    }
  }

  /** Says goodbye even if interrupted, which would close the channel before it could. */
  private void end(Pull pull) {
    boolean interrupted = Thread.interrupted();
    sweeper.remove(pull);
    pull.end(GOODBYE);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
