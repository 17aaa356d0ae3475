package io.atalaya.api.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.atalaya.api.ApiClient;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Replica;
import io.atalaya.api.TestSql;
import io.atalaya.launcher.postgres.Durability;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The health loop against a gateway that answers in 20 ms, and 1 % of the time never: how late
 * looks are, and what one costs the api and PostgreSQL in CPU time. The gateway runs in this
 * process, checks no token and counts.
 */
public final class HealthBench {
  private static final Duration ANSWER = Duration.ofMillis(20);
  private static final int LOST_ONE_IN = 100;
  private static final int TENANTS = 100;
  private static final Duration MAX_BURST = Duration.ofMinutes(5);
  private static final Pattern BUCKET =
      Pattern.compile("(?m)^atalaya_health_due_lag_seconds_bucket\\{.*le=\"([^\"]+)\"} ([0-9.E]+)");

  private final TestSql sql;
  private final Replica api;
  private final AtomicLong calls;

  private HealthBench(TestSql sql, Replica api, AtomicLong calls) {
    this.sql = sql;
    this.api = api;
    this.calls = calls;
  }

  /** Numbers of cameras, then seconds of each measurement; by default 1000, 10000 and 100000. */
  public static void main(String[] args) throws Exception {
    Duration time = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 60);
    List<Integer> sizes =
        args.length > 1
            ? List.of(args).subList(1, args.length).stream().map(Integer::valueOf).toList()
            : List.of(1_000, 10_000, 100_000);
    var calls = new AtomicLong();
    HttpServer gateway = gateway(calls);
    var database = new ProductDatabase(Durability.DURABLE);
    Map<String, String> configuration = new HashMap<>(database.start());
    configuration.put("ATALAYA_GATEWAY_URL", "http://127.0.0.1:" + gateway.getAddress().getPort());
    try (Replica api = Replica.start("bench-health", configuration, List.of())) {
      var bench = new HealthBench(TestSql.of(configuration), api, calls);
      System.out.println("load " + Files.readString(Path.of("/proc/loadavg")).strip());
      bench.tenants();
      int before = 0;
      for (int size : sizes) {
        bench.grow(before, size);
        before = size;
        bench.steady(size, time);
        bench.burst(size);
      }
      System.out.println("load " + Files.readString(Path.of("/proc/loadavg")).strip());
    } finally {
      database.stop();
      gateway.stop(0);
    }
    System.exit(0); // Answers that never come are still waited for.
  }

  private void tenants() {
    ApiClient.at(api.base()).overHttp1().asPlatformAdmin();
    sql.execute(
        """
        insert into tenant (tenant_id, name, state, plan_id)
        select 'bench-' || n, 'Bench', 'active', 'enterprise' from generate_series(1, ?) n
        """,
        TENANTS);
  }

  private void grow(int from, int to) {
    sql.execute(
        """
        insert into camera (tenant_id, camera_id, name, source, source_masked, enabled, on_demand,
          engine, transport, labels, lifecycle, generation, version, created_at, updated_at)
        select 'bench-' || (1 + n % ?), 'cam-' || n, 'camera', '', 'rtsp://10.0.0.1', true, false,
          'auto', 'tcp', '{}', 'provisioned', 1, 1, now(), now()
        from generate_series(?, ?) n
        """,
        TENANTS, from + 1, to);
    sql.execute(
        """
        update camera_sync set due_at = now() + random() * interval '15 s'
        where not exists (select from camera_health h
          where h.tenant_id = camera_sync.tenant_id and h.camera_id = camera_sync.camera_id)
        """);
    LockSupport.parkNanos(Duration.ofSeconds(60).toNanos()); // four intervals, compiled by then
  }

  private void steady(int cameras, Duration time) throws IOException, InterruptedException {
    Map<Double, Double> lagBefore = lag();
    long callsBefore = calls.get();
    Duration apiBefore = cpu(HealthBench::isApi);
    Duration postgresBefore = cpu(HealthBench::isPostgres);
    Map<String, Long> sizesBefore = sizes();
    long began = System.nanoTime();
    LockSupport.parkNanos(time.toNanos());
    double seconds = (System.nanoTime() - began) / 1e9;
    double syncs = calls.get() - callsBefore;
    double apiMicros = cpu(HealthBench::isApi).minus(apiBefore).toNanos() / 1e3;
    double postgresMicros = cpu(HealthBench::isPostgres).minus(postgresBefore).toNanos() / 1e3;
    Map<Double, Double> lagAfter = lag();
    System.out.printf(
        Locale.ROOT,
        "%,7d cameras: %.0f syncs/s; due lag p50 <= %s, p99 <= %s; CPU a sync: api %.0f µs,"
            + " PostgreSQL %.0f µs; together %.0f %% of a core%n",
        cameras,
        syncs / seconds,
        quantile(lagBefore, lagAfter, 0.5),
        quantile(lagBefore, lagAfter, 0.99),
        apiMicros / syncs,
        postgresMicros / syncs,
        (apiMicros + postgresMicros) / seconds / 1e4);
    double cameraDays = cameras * seconds / Duration.ofDays(1).toSeconds();
    sizes()
        .forEach((table, bytes) ->
            System.out.printf(
                Locale.ROOT,
                "%,7d cameras: %s grows by %.0f bytes a camera and day, indexes included%n",
                cameras,
                table,
                (bytes - sizesBefore.getOrDefault(table, 0L)) / cameraDays));
  }

  /** What each look may add to. */
  private Map<String, Long> sizes() {
    var sizes = new TreeMap<String, Long>();
    for (String table : List.of("audit_event", "camera_health", "camera_health_run", "event")) {
      sizes.put(
          table, Long.valueOf(sql.text("select pg_total_relation_size(?::regclass)::text", table)));
    }
    return sizes;
  }

  /** Everything is due at once. */
  private void burst(int cameras) {
    String moment = sql.text("select now()::text");
    long began = System.nanoTime();
    sql.execute("update camera_sync set due_at = ?::timestamptz", moment);
    do {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    } while (stillDue(moment) > 0 && System.nanoTime() - began < MAX_BURST.toNanos());
    System.out.printf(
        Locale.ROOT,
        "%,7d due at once: all begun after %.1f s%n",
        cameras,
        (System.nanoTime() - began) / 1e9);
  }

  private int stillDue(String moment) {
    return sql.number(
        """
        select count(*) from camera_sync
        where due_at = ?::timestamptz and (claimed_until is null or claimed_until <= now())
        """,
        moment);
  }

  private Map<Double, Double> lag() throws IOException, InterruptedException {
    String scrape = api.metrics();
    var buckets = new TreeMap<Double, Double>();
    Matcher found = BUCKET.matcher(scrape);
    while (found.find()) {
      double upTo =
          found.group(1).equals("+Inf")
              ? Double.POSITIVE_INFINITY
              : Double.parseDouble(found.group(1));
      buckets.put(upTo, Double.parseDouble(found.group(2)));
    }
    return buckets;
  }

  private static String quantile(
      Map<Double, Double> before, Map<Double, Double> after, double quantile) {
    double all =
        after.getOrDefault(Double.POSITIVE_INFINITY, 0.0)
            - before.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
    for (var bucket : after.entrySet()) {
      double upTo = bucket.getValue() - before.getOrDefault(bucket.getKey(), 0.0);
      if (upTo >= quantile * all) {
        return "%.0f ms".formatted(bucket.getKey() * 1e3);
      }
    }
    return "?";
  }

  private static boolean isApi(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("quarkus-run.jar");
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("/postgres");
  }

  private static Duration cpu(Predicate<ProcessHandle> which) {
    return ProcessHandle.current()
        .descendants()
        .filter(which)
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static HttpServer gateway(AtomicLong calls) throws IOException {
    ObjectMapper json =
        new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    byte[] live =
        json.writeValueAsBytes(
            Map.ofEntries(
                Map.entry("state", "live"),
                Map.entry("since", Instant.now()),
                Map.entry("generation", 1),
                Map.entry("engine", "ffmpeg"),
                Map.entry("tracks", List.of()),
                Map.entry("lastFrameAgeMillis", 40),
                Map.entry("bitrate", 1_000_000),
                Map.entry("fps", 15.0),
                Map.entry("gopMillis", 1_000),
                Map.entry("viewers", 0),
                Map.entry("restarts", 0)));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/tenants/", exchange -> answer(exchange, live, calls));
    server.createContext(
        "/v1/cameras", exchange -> send(exchange, "{\"items\":[]}".getBytes(UTF_8)));
    server.createContext(
        "/v1/node",
        exchange ->
            send(
                exchange,
                """
                {"nodeId":"bench","bootId":"00000000-0000-4000-8000-000000000000",
                 "startedAt":"2026-01-01T00:00:00Z","cameras":0,"cameraCapacity":0,"viewers":0}
                """
                    .getBytes(UTF_8)));
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange, byte[] body, AtomicLong calls)
      throws IOException {
    if (calls.incrementAndGet() % LOST_ONE_IN == 0) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException _) {
        return;
      }
    }
    LockSupport.parkNanos(ANSWER.toNanos());
    send(exchange, body);
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
