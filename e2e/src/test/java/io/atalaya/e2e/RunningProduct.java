package io.atalaya.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.launcher.process.Tether;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The built product, run as {@code ./atalaya} runs it, on free ports and a folder of its own.
 *
 * <p>{@link #shared} is started once for all tests of this JVM that leave it as they found it.
 * Tests that kill things start their own.
 */
public final class RunningProduct implements AutoCloseable {
  private static final Duration START_DEADLINE = Duration.ofMinutes(3);
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(90);
  private static final Path ROOT = Path.of(System.getProperty("atalaya.root", ".."));

  private final Path data;
  private final Ports ports;
  private final Process launcher;
  private final JsonNode run;

  private RunningProduct(Path data, Ports ports, Process launcher, JsonNode run) {
    this.data = data;
    this.ports = ports;
    this.launcher = launcher;
    this.run = run;
  }

  /**
   * Where it listens; management takes the next port too, and in {@code dev} the UIs take the
   * second and third after the api's.
   */
  public record Ports(int api, int gateway, int management) {
    private static final int COUNT = 7;
    private static final int TRIES = 100;
    private static final int FIRST = 10_000;

    /** From here on the launcher and other tests take theirs. */
    private static final int OTHERS = 20_000;

    public static Ports free() throws IOException {
      for (int i = 0; i < TRIES; i++) {
        int port = ThreadLocalRandom.current().nextInt(FIRST, OTHERS - COUNT);
        if (IntStream.range(port, port + COUNT).allMatch(Ports::isFree)) {
          return new Ports(port, port + 4, port + 5);
        }
      }
      throw new IOException("no " + COUNT + " free ports in a row in " + TRIES + " tries");
    }

    private static boolean isFree(int port) {
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return true;
      } catch (IOException _) {
        return false;
      }
    }
  }

  private static final class Shared {
    static final RunningProduct PRODUCT = start();

    private static RunningProduct start() {
      try {
        var product = demo(Files.createTempDirectory("atalaya-e2e-"), Ports.free());
        Runtime.getRuntime().addShutdownHook(new Thread(product::closeAndDelete, "stop-product"));
        return product;
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("the product does not start", e);
      }
    }
  }

  /** The demo all tests share; it is stopped when this JVM ends. */
  public static RunningProduct shared() {
    return Shared.PRODUCT;
  }

  /** A demo of one's own; returns when it serves. */
  public static RunningProduct demo(Path data, Ports ports)
      throws IOException, InterruptedException {
    return demo(data, ports, Map.of());
  }

  /** The same with more settings, for both programs. */
  public static RunningProduct demo(Path data, Ports ports, Map<String, String> settings)
      throws IOException, InterruptedException {
    return started(launch("demo", data, ports, ROOT, settings), data, ports);
  }

  /** The same, following the sources in {@code root}: a whole built tree. */
  public static RunningProduct dev(Path data, Ports ports, Path root)
      throws IOException, InterruptedException {
    return started(launch("dev", data, ports, root, Map.of()), data, ports);
  }

  private static RunningProduct started(Process launcher, Path data, Ports ports)
      throws IOException, InterruptedException {
    try {
      awaitRunFile(launcher, data);
    } catch (IOException | InterruptedException e) {
      launcher.destroy();
      throw e;
    }
    var run = new ObjectMapper().readTree(data.resolve("run.json").toFile());
    return new RunningProduct(data, ports, launcher, run);
  }

  /** Only starts the launcher; its output is {@code data} + {@code .out}. */
  public static Process launch(String command, Path data, Ports ports) throws IOException {
    return launch(command, data, ports, ROOT, Map.of());
  }

  private static Process launch(
      String command, Path data, Ports ports, Path root, Map<String, String> settings)
      throws IOException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Datalaya.root=" + root.toAbsolutePath().normalize(),
                "-cp",
                root.resolve("launcher/target/launcher.jar")
                    + ":"
                    + root.resolve("launcher/target/lib")
                    + "/*",
                "io.atalaya.launcher.Main",
                command,
                "--data=" + data,
                "--api-port=" + ports.api(),
                "--gateway-port=" + ports.gateway(),
                "--management-port=" + ports.management())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(output(data).toFile());
    builder.environment().putAll(settings);
    return Tether.start(builder, Tether.DeathSignal.TERM);
  }

  /** The project whose built programs run. */
  public static Path root() {
    return ROOT.toAbsolutePath().normalize();
  }

  public static Path output(Path data) {
    return data.resolveSibling(data.getFileName() + ".out");
  }

  private static void awaitRunFile(Process launcher, Path data)
      throws IOException, InterruptedException {
    // A launcher that was killed leaves the file of its run behind: it has to be this one's.
    String pid = "\"pid\" : " + launcher.pid() + ",";
    long deadline = System.nanoTime() + START_DEADLINE.toNanos();
    Path file = data.resolve("run.json");
    while (!(Files.exists(file) && Files.readString(file).contains(pid))) {
      if (launcher.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
        throw new IOException("the product did not start:\n" + Files.readString(output(data)));
      }
    }
  }

  public URI api() {
    return URI.create(run.path("api").asText());
  }

  public URI gateway() {
    return URI.create(run.path("gateway").asText());
  }

  public URI portal() {
    return URI.create(run.path("portal").asText());
  }

  public URI admin() {
    return URI.create(run.path("admin").asText());
  }

  /** The whole of {@code run.json}. */
  public JsonNode run() {
    return run;
  }

  public Path data() {
    return data;
  }

  public Ports ports() {
    return ports;
  }

  /** Somebody who can sign in. The platform's people have an empty tenant. */
  public record User(String tenantId, String role, String username, String password) {
    @Override
    public String toString() {
      return "User[" + username + "]";
    }
  }

  /** The demo's user of that role, for example {@code user("acme", "viewer")}. */
  public User user(String tenantId, String role) {
    for (JsonNode user : run.path("users")) {
      if (user.path("tenantId").asText("").equals(tenantId)
          && user.path("role").asText().equals(role)) {
        return new User(
            tenantId, role, user.path("username").asText(), user.path("password").asText());
      }
    }
    throw new IllegalArgumentException("the demo has no " + role + " of '" + tenantId + "'");
  }

  public User platformAdmin() {
    return user("", "platform_admin");
  }

  /** The source of a demo camera, credentials included. */
  public String source(String tenantId, String cameraId) {
    for (JsonNode camera : run.path("cameras")) {
      if (camera.path("tenantId").asText().equals(tenantId)
          && camera.path("cameraId").asText().equals(cameraId)) {
        return camera.path("source").asText();
      }
    }
    throw new IllegalArgumentException("the demo has no camera " + tenantId + "/" + cameraId);
  }

  /** The ids of a tenant's demo cameras. */
  public List<String> cameras(String tenantId) {
    var ids = new ArrayList<String>();
    for (JsonNode camera : run.path("cameras")) {
      if (camera.path("tenantId").asText().equals(tenantId)) {
        ids.add(camera.path("cameraId").asText());
      }
    }
    return ids;
  }

  public Process launcher() {
    return launcher;
  }

  /** Everything that runs for this product, the launcher first. */
  public List<ProcessHandle> processes() {
    var all = new ArrayList<ProcessHandle>(List.of(launcher.toHandle()));
    launcher.descendants().forEach(all::add);
    return all;
  }

  /** Stops it the polite way; its data stays. */
  @Override
  public void close() throws IOException {
    launcher.destroy();
    try {
      if (!launcher.waitFor(STOP_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        launcher.destroyForcibly();
        throw new IOException("the launcher did not stop in " + STOP_DEADLINE.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      launcher.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void closeAndDelete() {
    try {
      close();
      try (var files = Files.walk(data)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      Files.deleteIfExists(output(data));
    } catch (IOException e) {
      System.err.println("left behind: " + data + ": " + e);
    }
  }
}
