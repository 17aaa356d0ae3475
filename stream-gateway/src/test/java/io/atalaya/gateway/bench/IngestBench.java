package io.atalaya.gateway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.contract.id.StreamKey;
import io.atalaya.gateway.ApiStub;
import io.atalaya.gateway.GatewayClient;
import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.atalaya.testkit.camera.Clip;
import io.atalaya.testkit.camera.SimulatorOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a camera costs the packaged gateway: CPU time and memory of its processes alone, with N
 * cameras of 1080p25 at 2 Mbit/s and AAC over TCP, taken in turns with the floor, a C program that
 * reads as many and throws the bytes away. Nobody watches.
 */
public final class IngestBench {
  private static final Duration SETTLE = Duration.ofSeconds(25);
  private static final Duration SAMPLE = Duration.ofSeconds(30);
  private static final Duration START = Duration.ofSeconds(90);
  private static final int CLOCK_TICKS_A_SECOND = 100;
  private static final int CLIP_SECONDS = 16;
  private static final int FRAMES_A_SECOND = 25;

  private static final Pattern PUBLISHED =
      Pattern.compile(
          "(?m)^atalaya_ingest_publish_seconds_bucket\\{.*le=\"([^\"]+)\".*} ([0-9.E]+)");
  private static final Pattern START_SUM =
      Pattern.compile("(?m)^atalaya_ingest_start_seconds_sum\\{step=\"([a-z_]+)\"} ([0-9.E-]+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final CameraSimulator cameras;
  private final Path floor;
  private final String engine;
  private final ApiStub api = ApiStub.start();
  private final int port = freePort();
  private final int management = freePort();
  private final Process gateway;
  private final GatewayClient client;

  private IngestBench(CameraSimulator cameras, Path floor, String engine, List<String> flags)
      throws IOException {
    this.cameras = cameras;
    this.floor = floor;
    this.engine = engine;
    this.gateway = gateway(flags);
    this.client = new GatewayClient(URI.create("http://127.0.0.1:" + port), api);
  }

  /**
   * Arguments: engine, rounds, seconds of warming up, the floor's program, numbers of cameras
   * separated by commas; what follows are flags of the gateway's JVM beside its usual ones.
   */
  public static void main(String[] args) throws Exception {
    String engine = args[0];
    int rounds = Integer.parseInt(args[1]);
    Duration warmUp = Duration.ofSeconds(Long.parseLong(args[2]));
    List<Integer> sizes = Arrays.stream(args[4].split(",", -1)).map(Integer::valueOf).toList();
    List<String> flags = List.of(args).subList(5, args.length);
    int most = sizes.stream().mapToInt(Integer::intValue).max().orElseThrow();
    try (CameraSimulator cameras = cameras(most)) {
      var bench = new IngestBench(cameras, Path.of(args[3]), engine, flags);
      try {
        bench.run(sizes, rounds, warmUp);
      } finally {
        bench.gateway.destroy();
        bench.api.close();
      }
    }
  }

  private static CameraSimulator cameras(int count) throws Exception {
    Clip clip = clip();
    CameraSimulator cameras = CameraSimulator.start(SimulatorOptions.loopback());
    for (int i = 0; i < count; i++) {
      // Apart, as cameras are: neither pictures nor key frames come together.
      cameras.add(
          Camera.named("cam" + i)
              .clip(clip)
              .phase(Duration.ofMillis(i * 1_000L * CLIP_SECONDS / count)));
    }
    return cameras;
  }

  /** Noise over a moving picture: what an encoder makes of a street at 2 Mbit/s. */
  private static Clip clip() throws Exception {
    Path folder = Files.createTempDirectory("ingest-bench");
    Path h264 = folder.resolve("video.h264");
    Path adts = folder.resolve("audio.adts");
    run(
        "ffmpeg -v error -y -f lavfi -i testsrc2=size=1920x1080:rate=%d:duration=%d -vf noise=alls=12:allf=t"
                .formatted(FRAMES_A_SECOND, CLIP_SECONDS)
            + " -c:v libx264 -preset superfast -b:v 2M -maxrate 2M -bufsize 1M -bf 0 -g 50 -pix_fmt yuv420p"
            + " -bsf:v h264_mp4toannexb -f h264 "
            + h264);
    run(
        "ffmpeg -v error -y -f lavfi -i sine=frequency=440:sample_rate=32000:duration=%d -ac 1 -c:a aac -b:a 48k -f adts "
                .formatted(CLIP_SECONDS)
            + adts);
    return Clip.files(h264, Optional.of(adts), FRAMES_A_SECOND);
  }

  private static void run(String command) throws Exception {
    Process process = new ProcessBuilder(command.split(" ", -1)).inheritIO().start();
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IllegalStateException("failed: " + command);
    }
  }

  private Process gateway(List<String> flags) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@jvm.options");
    command.addAll(flags);
    command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
    var builder = new ProcessBuilder(command);
    builder.environment().put("ATALAYA_PORT", Integer.toString(port));
    builder.environment().put("ATALAYA_MANAGEMENT_PORT", Integer.toString(management));
    builder.environment().put("ATALAYA_API_URL", api.url());
    builder.environment().put("ATALAYA_GATEWAY_SECRET", ApiStub.GATEWAY_SECRET);
    builder.environment().put("ATALAYA_ALLOW_LOCAL_SOURCES", "true");
    builder.environment().put("ATALAYA_CAMERA_CAPACITY", "2000");
    Path log = Path.of("target/ingest-bench.log");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return builder.start();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void run(List<Integer> sizes, int rounds, Duration warmUp) throws Exception {
    await("the gateway serves", this::serves);
    System.out.println("load " + Files.readString(Path.of("/proc/loadavg")).strip());
    long empty = proportionalKib();
    provision(0, sizes.getFirst());
    pause(warmUp);
    withdraw(0, sizes.getFirst());
    for (int round = 1; round <= rounds; round++) {
      for (int size : sizes) {
        measure(size, empty);
      }
    }
    System.out.println("load " + Files.readString(Path.of("/proc/loadavg")).strip());
  }

  private void measure(int size, long emptyKib) throws Exception {
    provision(0, size);
    pause(SETTLE);
    starts(size);
    Map<Double, Double> publishedBefore = published();
    long before = gatewaysCpuMillis();
    long simulatorBefore = cpuMillis(ProcessHandle.current());
    long began = System.nanoTime();
    pause(SAMPLE);
    double seconds = (System.nanoTime() - began) / 1e9;
    long millis = gatewaysCpuMillis() - before;
    long simulator = cpuMillis(ProcessHandle.current()) - simulatorBefore;
    int live = live(size);
    System.out.printf(
        Locale.ROOT,
        "%d cameras, %d live: %.3f ms CPU a camera and second; %.2f MiB a camera over the empty"
            + " gateway (the simulator used %.2f ms)%n",
        size,
        live,
        millis / seconds / size,
        (proportionalKib() - emptyKib) / 1024.0 / size,
        simulator / seconds / size);
    System.out.printf(
        Locale.ROOT,
        "  first byte received to part published: p50 <= %s, p99 <= %s%n",
        quantile(publishedBefore, published(), 0.5),
        quantile(publishedBefore, published(), 0.99));
    String scrape = scrape();
    System.out.printf(
        Locale.ROOT,
        "  MiB a camera: window %.2f, media memory %.2f, reserved for it %.2f; heap %.2f committed%n",
        mebibytes(scrape, "atalaya_media_window_bytes") / size,
        mebibytes(scrape, "atalaya_media_memory_bytes\\{state=\"used\"}") / size,
        mebibytes(scrape, "atalaya_media_memory_bytes\\{state=\"reserved\"}") / size,
        mebibytes(scrape, "jvm_memory_committed_bytes\\{area=\"heap\"[^}]*}") / size);
    withdraw(0, size);
    for (int tick : new int[] {0, 20}) {
      floor(size, tick);
    }
    long dropped = 0;
    for (int i = 0; i < size; i++) {
      dropped += cameras.counters("cam" + i).framesDropped();
    }
    if (dropped > 0) {
      System.out.printf("  void: the simulator had to leave out %d frames so far%n", dropped);
    }
  }

  /** Of all runs so far, the mean of each step to the first part. */
  private void starts(int size) throws Exception {
    String scrape = scrape();
    var steps = new StringBuilder();
    for (MatchResult sum : START_SUM.matcher(scrape).results().toList()) {
      String step = sum.group(1);
      Matcher count =
          Pattern.compile(
                  "(?m)^atalaya_ingest_start_seconds_count\\{step=\"" + step + "\"} ([0-9.E]+)")
              .matcher(scrape);
      double starts = count.find() ? Double.parseDouble(count.group(1)) : 0;
      if (starts > 0) {
        double mean = Double.parseDouble(sum.group(2)) / starts;
        steps.append(String.format(Locale.ROOT, " %s %.0f ms", step, mean * 1_000));
      }
    }
    System.out.printf("%d cameras began; so far, on average:%s%n", size, steps);
  }

  /** The sum of the series. */
  private static double mebibytes(String scrape, String series) {
    return Pattern.compile("(?m)^" + series + " ([0-9.E]+)")
            .matcher(scrape)
            .results()
            .mapToDouble(found -> Double.parseDouble(found.group(1)))
            .sum()
        / (1 << 20);
  }

  private Map<Double, Double> published() throws Exception {
    var buckets = new TreeMap<Double, Double>();
    for (MatchResult found : PUBLISHED.matcher(scrape()).results().toList()) {
      double bound =
          found.group(1).equals("+Inf")
              ? Double.POSITIVE_INFINITY
              : Double.parseDouble(found.group(1));
      buckets.merge(bound, Double.parseDouble(found.group(2)), Double::sum);
    }
    return buckets;
  }

  /** The bound of the bucket in which the quantile of what came in between lies. */
  private static String quantile(
      Map<Double, Double> before, Map<Double, Double> after, double share) {
    double all = count(before, after, Double.POSITIVE_INFINITY);
    for (double bound : after.keySet()) {
      if (count(before, after, bound) >= share * all) {
        return String.format(Locale.ROOT, "%.0f ms", bound * 1_000);
      }
    }
    return "nothing";
  }

  private static double count(Map<Double, Double> before, Map<Double, Double> after, double bound) {
    return after.getOrDefault(bound, 0.0) - before.getOrDefault(bound, 0.0);
  }

  private String scrape() throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/q/metrics")).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private void floor(int size, int tick) throws Exception {
    var builder =
        new ProcessBuilder(
            floor.toString(),
            Integer.toString(cameras.port()),
            "cam",
            Integer.toString(size),
            Integer.toString(tick),
            "15");
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    System.out.printf(
        "  floor, %s: %s%n", tick == 0 ? "when readable" : "each " + tick + " ms", said);
  }

  private void provision(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      var body =
          new JsonObject()
              .put("source", cameras.url("cam" + i))
              .put("engine", engine)
              .put("generation", System.nanoTime());
      int status = client.provision(key(i), body).statusCode();
      if (status != 201) {
        throw new IllegalStateException("camera " + i + " was answered " + status);
      }
    }
    await("all are live", () -> live(to) == to);
  }

  private void withdraw(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      client.delete(GatewayClient.path(key(i)));
    }
  }

  private static StreamKey key(int camera) {
    return GatewayClient.key("tenant-" + camera % 10, "cam-" + camera);
  }

  private boolean serves() {
    try {
      return client.get("/v1/node").statusCode() == 200;
    } catch (Exception _) {
      return false;
    }
  }

  private int live(int size) {
    int live = 0;
    for (int i = 0; i < size; i++) {
      try {
        live += "live".equals(client.health(key(i)).getString("state")) ? 1 : 0;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return live;
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + START.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not in time: " + what);
      }
      pause(Duration.ofMillis(100));
    }
  }

  private static void pause(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  /** The gateway's, and the processes' that it has now; of those that end, it is lost. */
  private long gatewaysCpuMillis() throws IOException {
    long millis = 0;
    for (ProcessHandle process : gatewaysProcesses()) {
      millis += cpuMillis(process);
    }
    return millis;
  }

  /** User and system time so far, of all its threads (proc(5), fields 14 and 15). */
  private static long cpuMillis(ProcessHandle process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1_000 / CLOCK_TICKS_A_SECOND;
  }

  /** Resident, with what processes share divided among them. */
  private long proportionalKib() throws IOException {
    long kib = 0;
    for (ProcessHandle process : gatewaysProcesses()) {
      kib +=
          Files.readAllLines(Path.of("/proc/" + process.pid() + "/smaps_rollup")).stream()
              .filter(line -> line.startsWith("Pss:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .sum();
    }
    return kib;
  }

  private List<ProcessHandle> gatewaysProcesses() {
    return Stream.concat(Stream.of(gateway.toHandle()), gateway.descendants()).toList();
  }
}
