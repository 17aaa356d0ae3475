package io.atalaya.api;

import io.atalaya.launcher.process.Tether;
import io.atalaya.launcher.service.FreePort;
import io.atalaya.launcher.service.HttpProgram;
import io.atalaya.launcher.service.Program;
import io.atalaya.launcher.service.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The packaged api in a process of its own; several may share a database. */
public final class Replica implements AutoCloseable {
  private static final Duration START_DEADLINE = Duration.ofSeconds(90);
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);

  private final HttpProgram program;
  private final URI base;
  private final URI management;
  private final Path log;
  private Service.Running running;

  private Replica(
      HttpProgram program, URI base, URI management, Path log, Service.Running running) {
    this.program = program;
    this.base = base;
    this.management = management;
    this.log = log;
    this.running = running;
  }

  /**
   * Starts it and returns when it is ready; its log is in {@code target}.
   *
   * @param configuration properties or variables, as {@link ProductDatabase#start()} gives them
   */
  public static Replica start(String name, Map<String, String> configuration)
      throws IOException, InterruptedException {
    // A test is over before the second compiler would pay.
    return start(name, configuration, List.of("-XX:TieredStopAtLevel=1"));
  }

  /** The same with other flags for its JVM. */
  public static Replica start(String name, Map<String, String> configuration, List<String> flags)
      throws IOException, InterruptedException {
    int port = FreePort.find();
    int management = FreePort.find();
    var environment = new TreeMap<String, String>();
    configuration.forEach((key, value) -> environment.put(variable(key), value));
    environment.put("ATALAYA_PORT", Integer.toString(port));
    environment.put("ATALAYA_MANAGEMENT_PORT", Integer.toString(management));
    environment.putIfAbsent("ATALAYA_SHUTDOWN_DELAY", "0S");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("@jvm.options");
    command.add("-jar");
    command.add(Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString());
    Path log = Path.of("target", name + ".log");
    Files.deleteIfExists(log);
    var program =
        new HttpProgram(
            name,
            new Program(command, Path.of("."), environment, Tether.DeathSignal.KILL),
            local(management).resolve("/q/health/ready"),
            log,
            START_DEADLINE,
            STOP_DEADLINE);
    return new Replica(program, local(port), local(management), log, program.start());
  }

  private static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static URI local(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  public URI base() {
    return base;
  }

  public URI management() {
    return management;
  }

  /** Only asks it to stop; what it says of that is {@link #hasEnded()}. */
  public void terminate() {
    ProcessHandle.of(running.pid()).ifPresent(ProcessHandle::destroy);
  }

  public boolean hasEnded() {
    return running.onExit().isDone();
  }

  /** A scrape of its metrics. */
  public String metrics() throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(management.resolve("/q/metrics"))
                  .timeout(Duration.ofSeconds(10))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  /** What it has logged so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** As a power cut would end it; returns when it is gone. */
  public void kill() throws InterruptedException {
    ProcessHandle.of(running.pid()).ifPresent(ProcessHandle::destroyForcibly);
    try {
      running.onExit().get(STOP_DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a killed api did not end", e);
    }
  }

  /** After {@link #kill()}. */
  public void startAgain() throws IOException, InterruptedException {
    running = program.start();
  }

  @Override
  public void close() {
    running.close();
  }
}
