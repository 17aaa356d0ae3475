package io.atalaya.gateway.engine.inprocess;

import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.MediaEngine;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.gateway.engine.Stage;
import io.atalaya.gateway.engine.StreamSpec;
import io.atalaya.gateway.engine.Support;
import io.atalaya.media.codec.Track;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pulls cameras over RTSP with nothing but Java; see the package comment. */
public final class InprocessEngine implements MediaEngine {
  private static final Logger LOG = LoggerFactory.getLogger(InprocessEngine.class);

  /** So many as an answer may take, a whole handshake may. */
  private static final int ANSWERS = 4;

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
    return new Support.Supported();
  }

  /** Runs now. */
  int running() {
    return sweeper.size();
  }

  @Override
  public Exit run(StreamSpec spec, MediaSink sink) throws InterruptedException {
    try {
      return follow(spec, sink, Deadline.in(options.answer().multipliedBy(ANSWERS)));
    } catch (FailedRunException e) {
      return new Exit.Failed(e.failure());
    } catch (SocketTimeoutException _) {
      return unreachable("The camera does not answer.");
    } catch (ConnectException _) {
      return unreachable("The camera refuses the connection.");
    } catch (SSLException e) {
      LOG.debug("{}: {}", spec.key(), e.getMessage());
      return new Exit.Failed(
          new IngestFailure.ProtocolViolation(
              "What answers there does not speak TLS, or none that is known here."));
    } catch (IOException e) {
      LOG.debug("{}: {}", spec.key(), e.getMessage());
      return unreachable("The connection to the camera broke off.");
    }
  }

  private static Exit unreachable(String message) {
    return new Exit.Failed(new IngestFailure.Unreachable(message));
  }

  /** The deadline is of all handshakes together. */
  private Exit follow(StreamSpec spec, MediaSink sink, Deadline deadline)
      throws FailedRunException, IOException, InterruptedException {
    StreamSpec next = spec;
    for (int i = 0; i <= Redirects.MOST; i++) {
      try {
        return connect(next, sink, deadline);
      } catch (RedirectedException e) {
        next = Redirects.follow(next, e.location());
      } catch (FailedRunException e) {
        throw Redirects.explained(spec, next, e);
      }
    }
    throw new FailedRunException(
        new IngestFailure.SourceRefused("The camera sends us on and on, from address to address."));
  }

  /** When this returns, or throws, the connection is closed: there is one at a time. */
  private Exit connect(StreamSpec spec, MediaSink sink, Deadline deadline)
      throws FailedRunException, RedirectedException, IOException, InterruptedException {
    try (var connection = RtspConnection.open(spec, deadline.orIn(options.answer()))) {
      sink.reached(Stage.CONNECTED);
      var dialogue = new Dialogue(connection, spec.source(), random);
      var handshake =
          new Handshake(connection, dialogue, spec.source(), deadline, options.answer());
      return play(spec, sink, connection, handshake);
    }
  }

  private Exit play(StreamSpec spec, MediaSink sink, RtspConnection connection, Handshake handshake)
      throws FailedRunException, RedirectedException, IOException, InterruptedException {
    Tracks tracks = Tracks.of(handshake.describe(), spec.audio());
    tracks.silence().ifPresent(reason -> sink.skipped(Track.Kind.AUDIO, reason));
    var pull =
        new Pull(
            new Pull.Parts(connection, handshake, sink, options, clock, random.nextInt()),
            System.nanoTime());
    connection.listener(pull);
    try {
      new TrackSetup(spec, connection, handshake, pull).all(tracks.chosen(), sink);
      handshake.play();
      sink.reached(Stage.PLAYING);
      connection.handOver();
      pull.plays(handshake.keepalive());
      sweeper.add(pull);
      return pull.exit().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a pull completes with a value only", e);
    } finally {
      end(pull);
    }
  }

  /** Says goodbye even if interrupted. */
  private void end(Pull pull) {
    boolean interrupted = Thread.interrupted();
    sweeper.remove(pull);
    pull.end(GOODBYE);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
