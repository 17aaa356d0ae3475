package io.atalaya.gateway.engine.ffmpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.atalaya.gateway.engine.Exit;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.MediaEngine;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.gateway.engine.StreamSpec;
import io.atalaya.gateway.engine.Support;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls each camera with one FFmpeg child: RTSP in, fragmented MP4 out on its stdout, video never
 * decoded.
 *
 * <p>The supervisor (the thread in {@link #run}) looks at the child every {@link #LOOK}: has it
 * said why it will fail, has it ended, is media overdue? Whatever the answer, the child is gone
 * when {@code run} returns.
 *
 * <p>Audio that is not AAC cannot be passed on as it is, and that is known only once the camera has
 * described itself: such a run is started again at once, encoding. That is the only second
 * connection to a camera, and the answer is not remembered: cameras change.
 *
 * <p>FFmpeg follows RTSP redirects by itself and cannot be told not to. It says so before it
 * connects, and is stopped for it at once; a connection to the other address may still have begun.
 */
public final class FfmpegEngine implements MediaEngine {
  private static final Logger LOG = LoggerFactory.getLogger(FfmpegEngine.class);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final FfmpegOptions options;
  private final InstantSource clock;

  private final Set<Child> children = ConcurrentHashMap.newKeySet();

  public FfmpegEngine(FfmpegOptions options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "ffmpeg";
  }

  @Override
  public Support supports(StreamSpec spec) {
    return options.isInstalled()
        ? new Support.Supported()
        : new Support.Unsupported("FFmpeg is not installed on this video server.");
  }

  @Override
  public Exit run(StreamSpec spec, MediaSink sink) throws InterruptedException {
    AudioMode audio = spec.audio() ? AudioMode.COPY : AudioMode.NONE;
    Optional<Exit> exit = run(spec, sink, audio);
    if (exit.isEmpty()) {
      exit = run(spec, sink, AudioMode.TO_AAC);
    }
    return exit.orElseGet(() -> crashed("The media engine could not encode the camera's audio."));
  }

  /** The process ids of the children that run now. */
  List<Long> children() {
    return children.stream().filter(Child::isAlive).map(Child::pid).toList();
  }

  /** Empty when the audio has to be encoded instead. */
  private Optional<Exit> run(StreamSpec spec, MediaSink sink, AudioMode audio)
      throws InterruptedException {
    FfmpegCommand command = FfmpegCommand.of(spec, audio);
    var news = new Semaphore(0);
    var log = new FfmpegLog(news::release);
    try (var output = new FfmpegOutput(sink, clock);
        Child child = start(spec, command, output, log)) {
      children.add(child);
      child.input(command.script().getBytes(US_ASCII));
      return supervise(child, output, log, news, audio);
    } catch (IOException e) {
      LOG.error("{}: cannot run {}: {}", spec.key(), options.executable(), e.getMessage());
      return Optional.of(crashed("The media engine could not be started."));
    } finally {
      children.removeIf(child -> !child.isAlive());
    }
  }

  private Child start(StreamSpec spec, FfmpegCommand command, FfmpegOutput output, FfmpegLog log)
      throws IOException, InterruptedException {
    var line = new ArrayList<String>();
    line.add(options.executable());
    line.addAll(command.arguments());
    Map<String, String> environment =
        options
            .libraryPath()
            .map(path -> Map.of("LD_LIBRARY_PATH", path.toString()))
            .orElse(Map.of());
    return Child.start(
        "ffmpeg-" + spec.key(),
        line,
        environment,
        output::read,
        stderr -> BoundedLines.read(stderr, log::line));
  }

  private Optional<Exit> supervise(
      Child child, FfmpegOutput output, FfmpegLog log, Semaphore news, AudioMode audio)
      throws InterruptedException {
    long started = System.nanoTime();
    var budget = new CpuBudget(child::cpuTime);
    while (true) {
      if (audio == AudioMode.COPY && log.audioNeedsEncoding()) {
        return Optional.empty();
      }
      Optional<IngestFailure> failure = output.failure().or(log::failure);
      if (failure.isPresent()) {
        return failure.map(Exit.Failed::new);
      }
      if (!child.isAlive() && child.isSilent()) {
        return Optional.of(ended(child, output, log, sinceNanos(started)));
      }
      Optional<Exit> overdue = overdue(output, log, sinceNanos(started));
      if (overdue.isPresent()) {
        return overdue;
      }
      if (budget.isOverspent()) {
        return Optional.of(crashed("The media engine used too much CPU and was stopped."));
      }
      boolean _ = news.tryAcquire(LOOK.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private Optional<Exit> overdue(FfmpegOutput output, FfmpegLog log, Duration running) {
    if (output.isFlowing()) {
      return output.sinceLastChunk().compareTo(options.stall()) < 0
          ? Optional.empty()
          : Optional.of(
              failed(
                  new IngestFailure.Stalled(
                      "The camera has sent nothing for %d s."
                          .formatted(options.stall().toSeconds()))));
    }
    if (running.compareTo(options.startup()) < 0) {
      return Optional.empty();
    }
    String waited = "for %d s.".formatted(options.startup().toSeconds());
    return Optional.of(
        failed(
            log.isOpened()
                ? new IngestFailure.Stalled("The camera answers but has sent no picture " + waited)
                : new IngestFailure.Unreachable("The camera has not answered " + waited)));
  }

  /** What it means that the child ended by itself and said nothing that we know. */
  private static Exit ended(Child child, FfmpegOutput output, FfmpegLog log, Duration ran) {
    // Read again: it may have said so between the last look and its end.
    Optional<IngestFailure> said = output.failure().or(log::failure);
    if (said.isPresent()) {
      return failed(said.get());
    }
    if (isFatalSignal(child.exitCode())) {
      return crashed("The media engine stopped unexpectedly.");
    }
    if (output.isFlowing()) {
      return new Exit.SourceEnded();
    }
    return ran.compareTo(FfmpegCommand.IO_TIMEOUT) < 0
        ? failed(new IngestFailure.ProtocolViolation("What answers there is not an RTSP camera."))
        : failed(new IngestFailure.Unreachable("The camera does not answer."));
  }

  /** 128 + SIGILL, ABRT, BUS, FPE, KILL, SEGV. FFmpeg 8 itself exits with other codes over 128. */
  private static boolean isFatalSignal(int exitCode) {
    return switch (exitCode) {
      case 132, 134, 135, 136, 137, 139 -> true;
      default -> false;
    };
  }

  private static Exit failed(IngestFailure failure) {
    return new Exit.Failed(failure);
  }

  private static Exit crashed(String message) {
    return failed(new IngestFailure.EngineCrashed(message));
  }

  private static Duration sinceNanos(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
